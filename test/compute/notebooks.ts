export const dataCell = `
data digits {
  source digits(train: 320, test: 100, seed: 1)
  split validation 64
  batch 32
}`;

/** Convolution, dropout and two heads' worth of optimizer state in a network that takes milliseconds a step. */
export const networkCell = `
network Net {
  input image[1, 28, 28]
  C1: conv(3, kernel: 5, stride: 3) relu
  D2: dropout(0.2)
  output: dense(10) softmax
}`;

export const trainCell = (settings = ''): string => `
train Net on digits {
  loss cross_entropy
  optimizer adam(rate: 0.01)
  schedule cosine
  epochs 3
  seed 5
  ${settings}
}`;

export const notebookCells = (settings = ''): string[] => [
  dataCell,
  networkCell,
  trainCell(settings),
];
