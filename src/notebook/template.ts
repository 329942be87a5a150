import { stringify } from 'yaml';
import { formatVersion } from './notebook';

/** The text of a new notebook: data without a download, a small network, its training. */
export function newNotebook(title: string): string {
  return `---
${stringify({ dnn: formatVersion, title }).trimEnd()}
---

# ${title.replace(/\s+/g, ' ').trim()}

\`\`\`dnn
data digits {
  source digits(train: 6000, test: 1000)
  split validation 1000
  normalize standard
  batch 64
}
\`\`\`

\`\`\`dnn
network Net {
  input image[1, 28, 28]
  C1: conv(8, kernel: 5) relu
  S2: max_pool(2)
  F3: dense(64) relu
  output: dense(10) softmax
}
\`\`\`

\`\`\`dnn
train Net on digits {
  loss cross_entropy
  optimizer adam(rate: 0.001)
  epochs 3
}
\`\`\`

\`\`\`dnn
inspect Net {
  gradients
  features C1 on digits.test[0]
}
\`\`\`

\`\`\`dnn
export Net to "net.onnx"
\`\`\`
`;
}
