import { number } from '../../language/parameters';
import { defineActivation } from '../define';

export const step = defineActivation({
  name: 'step',
  synonyms: ['heaviside', 'threshold', 'binary_step'],
  summary: '1 at zero and above, else 0. No gradient passes through it.',
  details: 'McCulloch and Pitts (1943); Rosenblatt’s perceptron (1958).',
  parameters: {},
  example: 'dense(1) step',
  levels: [0, 1],
  threshold: true,
  build: (graph, x) => graph.cast(graph.greaterOrEqual(x, 0), { to: 1 }),
});

export const sign = defineActivation({
  name: 'sign',
  synonyms: ['sgn'],
  summary: '−1, 0 or 1 by the sign of the input. No gradient passes through it.',
  parameters: {},
  example: 'dense(1) sign',
  levels: [-1, 1],
  threshold: true,
  // Not ONNX's Sign: comparisons end the path of gradients, where Sign would be an error.
  build(graph, x) {
    const positive = graph.cast(graph.greater(x, 0), { to: 1 });
    const negative = graph.cast(graph.less(x, 0), { to: 1 });
    return graph.sub(positive, negative);
  },
});

export const abs = defineActivation({
  name: 'abs',
  summary: 'The absolute value: rectifies, and keeps the strength of both signs.',
  details: 'Jarrett et al., *What is the Best Multi-Stage Architecture?* (2009).',
  parameters: {},
  example: 'conv(16, kernel: 7) abs',
  levels: [0, 1],
  initializer: 'he',
  build: (graph, x) => graph.abs(x),
});

export const softThreshold = defineActivation({
  name: 'soft_threshold',
  synonyms: ['shrink', 'softshrink'],
  summary: 'Shrinks values towards zero by a threshold; smaller ones become zero.',
  details: '$\\operatorname{sign}(x) \\max(|x| - \\theta, 0)$, the proximal step of an L1 penalty.',
  parameters: { threshold: number('θ', { minimum: 0, default: 0.5 }) },
  example: 'dense(256) soft_threshold(0.1)',
  build(graph, x, { threshold }) {
    const above = graph.relu(graph.sub(x, threshold));
    const below = graph.relu(graph.sub(graph.neg(x), threshold));
    return graph.sub(above, below);
  },
});
