import { Arithmetic } from '../../graph/arithmetic';
import { number } from '../../language/parameters';
import { defineActivation } from '../define';
import { nearlyLinear } from './derivatives';
import { unitAxis } from '../shapes';

export const linear = defineActivation({
  name: 'linear',
  synonyms: ['identity', 'none'],
  summary: 'The input itself.',
  parameters: {},
  example: 'output: dense(1) linear',
  derivative: () => nearlyLinear(1),
  build: (_, x) => x,
});

export const logistic = defineActivation({
  name: 'logistic',
  aliases: ['sigmoid'],
  synonyms: ['sigm'],
  summary: 'The logistic sigmoid, from 0 to 1.',
  details: '$1 / (1 + e^{-x})$',
  parameters: {},
  example: 'dense(100) logistic',
  levels: [0, 1],
  range: () => [0, 1],
  slope: (graph, y) => graph.mul(y, graph.sub(1, y)),
  derivative: () => nearlyLinear(1 / 4),
  build: (graph, x) => graph.sigmoid(x),
});

export const tanh = defineActivation({
  name: 'tanh',
  synonyms: ['hyperbolic_tangent'],
  summary: 'The hyperbolic tangent, from −1 to 1.',
  parameters: {},
  example: 'C1: conv(6, kernel: 5) tanh',
  levels: [-1, 1],
  range: () => [-1, 1],
  slope: (graph, y) => graph.sub(1, graph.mul(y, y)),
  derivative: () => nearlyLinear(1),
  build: (graph, x) => graph.tanh(x),
});

export const scaledTanh = defineActivation({
  name: 'scaled_tanh',
  synonyms: ['lecun_tanh'],
  summary: 'A tanh stretched so that ±1 maps to ±1.',
  details:
    '$A \\tanh(S x)$ with $A = 1.7159$, $S = 2/3$: LeCun et al., *Efficient BackProp* (1998).',
  parameters: {
    amplitude: number('A', { above: 0, default: 1.7159 }),
    slope: number('S', { above: 0, default: 2 / 3 }),
  },
  example: 'dense(84) scaled_tanh',
  initializer: 'lecun',
  range: ({ amplitude }) => [-amplitude, amplitude],
  slope(graph, y, { amplitude, slope }) {
    const a = new Arithmetic(graph);
    return a.sub(amplitude * slope, a.mul(a.square(y), slope / amplitude));
  },
  derivative: ({ amplitude, slope }) => nearlyLinear(amplitude * slope),
  build(graph, x, { amplitude, slope }) {
    const inner = graph.tanh(graph.mul(x, slope));
    return graph.mul(inner, amplitude);
  },
});

export const hardSigmoid = defineActivation({
  name: 'hard_sigmoid',
  aliases: ['hardsigmoid'],
  summary: 'A logistic sigmoid of three straight lines, from 0 to 1.',
  details:
    '$\\min(\\max(x + 3, 0), 6) / 6$: Courbariaux, Bengio and David (2015), with the slope of Howard et al., *MobileNetV3* (2019).',
  parameters: {},
  example: 'dense(64) hard_sigmoid',
  levels: [0, 1],
  range: () => [0, 1],
  derivative: () => nearlyLinear(1 / 6),
  build: (graph, x) => graph.div(graph.clip(graph.add(x, 3), { min: 0, max: 6 }), 6),
  exported: (graph, x) => graph.hardSigmoid(x, { alpha: 1 / 6, beta: 0.5 }),
});

export const softmax = defineActivation({
  name: 'softmax',
  summary: 'Positive numbers that sum to 1: class probabilities.',
  details:
    '$e^{x_k} / \\sum_j e^{x_j}$ over units, over maps at each place, or over features at each step.',
  parameters: {},
  example: 'output: dense(10) softmax',
  levels: [0, 1],
  build: (graph, x) => graph.softmax(x, { axis: 1 + unitAxis(x.type.shape.slice(1)) }),
});
