/** Notebooks of tests that click. */

const cells = {
  data: `data digits {
  source digits(train: 1200, test: 200)
  split validation 200
  batch 50
}
network Net {
  input image[1, 28, 28]
  C1: conv(4, kernel: 5) relu
  output: dense(10) softmax
}`,
  train: (settings: string) => `train Net on digits {
  ${settings}
}`,
};

const notebook = (...sources: readonly string[]): string =>
  ['---\ndnn: 1\n---\n', ...sources.map((source) => `\`\`\`dnn\n${source}\n\`\`\`\n`)].join('\n');

/** A training of a small network; what is defined comes last, so that the outputs of interest are in view. */
export const trainingFirst = (epochs: number): string =>
  notebook(cells.train(`optimizer sgd(rate: 0.05)\n  epochs ${epochs}`), cells.data);

/** The same, with what is defined first. */
export const trainingLast = (epochs: number): string =>
  notebook(
    cells.data,
    cells.train(`loss cross_entropy\n  optimizer sgd(rate: 0.01)\n  epochs ${epochs}`),
  );
