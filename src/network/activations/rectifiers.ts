import { Arithmetic } from '../../graph/arithmetic';
import { number } from '../../language/parameters';
import { defineActivation } from '../define';
import { twoSlopes } from './derivatives';
import { unitAxis } from '../shapes';

export const relu = defineActivation({
  name: 'relu',
  synonyms: ['rectifier'],
  summary: 'The input where it is positive, else zero.',
  details:
    '$\\max(x, 0)$; its derivative at zero is a choice between 0 and 1. Nair and Hinton, *Rectified Linear Units* (2010).',
  parameters: {
    at_zero: number('Derivative at exactly zero.', { minimum: 0, maximum: 1, default: 0 }),
  },
  example: 'conv(32, kernel: 3) relu',
  levels: [0, 1],
  initializer: 'he',
  slope: (graph, y) => new Arithmetic(graph).greater(y, 0),
  derivative: () => twoSlopes(1, 0),
  build(graph, x, { at_zero: slope }) {
    if (!slope) return graph.relu(x);
    // x times a slope of its own that no gradient passes through.
    const a = new Arithmetic(graph);
    return a.mul(x, a.add(a.greater(x, 0), a.mul(a.equal(x, 0), slope)));
  },
});

export const leakyRelu = defineActivation({
  name: 'leaky_relu',
  synonyms: ['lrelu'],
  summary: 'A rectifier that lets a fraction of negative inputs through.',
  details: 'Maas et al., *Rectifier Nonlinearities* (2013).',
  parameters: { slope: number('Slope below zero.', { default: 0.01 }) },
  example: 'dense(64) leaky_relu(0.1)',
  initializer: 'he',
  derivative: ({ slope }) => twoSlopes(1, slope),
  build: (graph, x, { slope }) => graph.leakyRelu(x, { alpha: slope }),
});

export const elu = defineActivation({
  name: 'elu',
  summary: 'A rectifier that saturates smoothly below zero.',
  details: '$x$ above zero, $\\alpha (e^x - 1)$ below: Clevert et al. (2016).',
  parameters: { alpha: number('α', { minimum: 0, default: 1 }) },
  example: 'dense(64) elu',
  initializer: 'he',
  build: (graph, x, { alpha }) => graph.elu(x, { alpha }),
});

export const selu = defineActivation({
  name: 'selu',
  summary: 'A scaled ELU under which signals keep mean 0 and variance 1.',
  details:
    '$\\lambda \\operatorname{elu}(x, \\alpha)$: Klambauer et al., *Self-Normalizing Neural Networks* (2017).',
  parameters: {},
  example: 'dense(64) selu',
  initializer: 'lecun',
  build: (graph, x) => graph.selu(x, { alpha: 1.6732632423543772, gamma: 1.0507009873554805 }),
});

export const gelu = defineActivation({
  name: 'gelu',
  summary: 'The input times the probability that a standard normal lies below it.',
  details: '$x \\Phi(x)$: Hendrycks and Gimpel (2016).',
  parameters: {},
  example: 'dense(64) gelu',
  levels: [0, 1],
  initializer: 'he',
  build(graph, x) {
    const erf = graph.erf(graph.mul(x, Math.SQRT1_2));
    const half = graph.mul(x, 0.5);
    return graph.mul(half, graph.add(erf, 1));
  },
  exported: (graph, x, _, opset) => (opset >= 20 ? graph.gelu(x) : undefined),
});

export const softplus = defineActivation({
  name: 'softplus',
  summary: 'A smooth rectifier.',
  details: '$\\log(1 + e^x)$: Dugas et al. (2001).',
  parameters: {},
  example: 'dense(64) softplus',
  levels: [0, 1],
  initializer: 'he',
  slope: (graph, y) => graph.sub(1, graph.exp(graph.neg(y))),
  build: (graph, x) => graph.softplus(x),
});

export const triangle = defineActivation({
  name: 'triangle',
  summary: 'What a unit has above the mean of all units at its place, else zero.',
  details:
    '$\\max(0, x_k - \\bar x)$. Behind the centres of clusters about half of the outputs are zero, and the nearer a centre, the greater its ' +
    'output: the encoder of Coates, Lee and Ng (2011), with squared distances.',
  parameters: {},
  example: 'dense(100) triangle',
  initializer: 'he',
  build(graph, x) {
    const axis = 1 + unitAxis(x.type.shape.slice(1));
    const mean = graph.reduceMean(x, { axes: [axis], keepdims: 1 });
    return graph.relu(graph.sub(x, mean));
  },
});

export const relu6 = defineActivation({
  name: 'relu6',
  summary: 'A rectifier that gives 6 at most.',
  details: '$\\min(\\max(x, 0), 6)$: Krizhevsky (2010); Howard et al., *MobileNets* (2017).',
  parameters: {},
  example: 'conv(32, kernel: 3) relu6',
  levels: [0, 1],
  initializer: 'he',
  derivative: () => twoSlopes(1, 0),
  // Not one `Clip` from 0 on: it passes the gradient at zero, where a rectifier passes none.
  build: (graph, x) => graph.clip(graph.relu(x), { min: 0, max: 6 }),
  exported: (graph, x) => graph.clip(x, { min: 0, max: 6 }),
});
