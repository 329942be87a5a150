import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { pad } from '../graph/layout';
import { number, word } from '../language/parameters';
import { reshaped } from '../network/layers/flatten';
import type { LoweredLayer } from '../network/lower';
import { elements, formatShape } from '../network/shapes';
import { defineLoss } from './entries';

const found = (activation: string | undefined): string =>
  activation ? `\`${activation}\`` : 'no activation';

export const crossEntropy = defineLoss({
  name: 'cross_entropy',
  synonyms: ['nll', 'categorical_crossentropy', 'log_loss'],
  summary: 'Negative log-likelihood of the right class; the head is a softmax.',
  details:
    '$-\\sum_k t_k \\log y_k$, computed from the logits as $-\\sum_k t_k (z_k - \\log \\sum_j e^{z_j})$. With label smoothing ε the target becomes $(1 - ε) t_k + ε / K$: Szegedy et al. (2016).',
  parameters: {
    label_smoothing: number('ε', { minimum: 0, maximum: 1, default: 0 }),
  },
  example: 'loss cross_entropy',
  objection(head) {
    if (head.shape.length !== 1) {
      return `cross_entropy needs one row of class probabilities, but \`${head.id}\` gives ${formatShape(head.shape)}; end it with \`dense(classes) softmax\``;
    }
    const last = head.activations.at(-1)?.entry.name;
    if (last === 'softmax') return undefined;
    return `cross_entropy needs class probabilities, but \`${head.id}\` ends with ${found(last)}; write \`softmax\` as its activation, or \`loss mse\``;
  },
  build({ graph, head, targets, arguments: { label_smoothing: smoothing } }) {
    const logProbabilities = graph.add('LogSoftmax', [head.logits], { axis: 1 });
    let wanted = targets;
    if (smoothing > 0) {
      const kept = graph.add('Mul', [targets, graph.scalar(1 - smoothing)]);
      wanted = graph.add('Add', [kept, graph.scalar(smoothing / elements(head.layer.shape))]);
    }
    const likelihood = graph.add('Mul', [wanted, logProbabilities]);
    return graph.add('Neg', [
      graph.add('ReduceSum', [likelihood, graph.ints([1])], { keepdims: 0 }),
    ]);
  },
});

/** Outputs or logits of a head as rows, like the targets. */
const rows = (graph: GraphBuilder, value: Value, { layer }: LoweredLayer): Value =>
  layer.shape.length === 1 ? value : reshaped(graph, value, [elements(layer.shape)]);

const meanOverOutputs = (graph: GraphBuilder, x: Value): Value =>
  graph.add('ReduceMean', [x], { axes: [1], keepdims: 0 });

export const mse = defineLoss({
  name: 'mse',
  synonyms: ['mean_squared_error', 'squared_error', 'l2'],
  summary: 'Mean squared error over the outputs.',
  details: '$\\frac{1}{K} \\sum_k (y_k - t_k)^2$',
  parameters: {},
  example: 'loss mse',
  objection: () => undefined,
  build({ graph, head, targets }) {
    const error = graph.add('Sub', [rows(graph, head.output, head), targets]);
    return meanOverOutputs(graph, graph.add('Mul', [error, error]));
  },
});

export const binaryCrossEntropy = defineLoss({
  name: 'binary_cross_entropy',
  synonyms: ['bce', 'binary_crossentropy', 'logistic_loss'],
  summary: 'Negative log-likelihood of independent yes-or-no answers; the head is logistic.',
  details:
    '$-\\frac{1}{K} \\sum_k t_k \\log y_k + (1 - t_k) \\log(1 - y_k)$ for targets from 0 to 1, computed from the logits as $\\log(1 + e^{z_k}) - t_k z_k$.',
  parameters: {},
  example: 'loss binary_cross_entropy',
  objection(head) {
    const last = head.activations.at(-1)?.entry.name;
    if (last === 'logistic') return undefined;
    const advice =
      last === 'softmax' ? '`loss cross_entropy`' : '`logistic` as its activation, or `loss mse`';
    return `binary_cross_entropy needs numbers from 0 to 1, but \`${head.id}\` ends with ${found(last)}; write ${advice}`;
  },
  build({ graph, head, targets }) {
    const logits = rows(graph, head.logits, head);
    const likely = graph.add('Mul', [targets, logits]);
    return meanOverOutputs(graph, graph.add('Sub', [graph.add('Softplus', [logits]), likely]));
  },
});

export const squaredHinge = defineLoss({
  name: 'squared_hinge',
  synonyms: ['l2_svm', 'squared_hinge_loss'],
  summary: 'Squared distance to the margin of scores, as in support vector machines.',
  details:
    '$\\frac{1}{K} \\sum_k \\max(0, 1 - s_k y_k)^2$ with $s_k = 1$ where the target is positive, else $-1$; the head is linear. Tang, *Deep Learning using Linear Support Vector Machines* (2013).',
  parameters: {},
  example: 'loss squared_hinge',
  objection(head) {
    const last = head.activations.at(-1)?.entry.name;
    if (last === undefined || last === 'linear') return undefined;
    return `squared_hinge needs scores of any size, but \`${head.id}\` ends with ${found(last)}; leave its activation out`;
  },
  build({ graph, head, targets }) {
    const scores = rows(graph, head.output, head);
    const one = graph.scalar(1);
    const positive = graph.add('Cast', [graph.add('Greater', [targets, graph.scalar(0)])], {
      to: 1,
    });
    const sides = graph.add('Sub', [graph.add('Add', [positive, positive]), one]);
    const short = graph.add('Relu', [graph.add('Sub', [one, graph.add('Mul', [sides, scores])])]);
    return meanOverOutputs(graph, graph.add('Mul', [short, short]));
  },
});

export const reconstruction = defineLoss({
  name: 'reconstruction',
  synonyms: ['autoencoder', 'reconstruction_error'],
  summary: 'Squared distance to the input itself, over its length: for autoencoders.',
  details:
    '$\\frac{1}{K} \\sum_k (y_k - x_k)^2$ with the input $x$ as the network reads it, normalized; the data’s targets are not used. `cross_entropy` is the loss of the same name for inputs from 0 to 1 and a logistic head. Hinton and Salakhutdinov (2006).',
  reconstructs: true,
  parameters: {
    by: word('How outputs and inputs are compared.', ['squared', 'cross_entropy'], {
      default: 'squared',
    }),
  },
  example: 'loss reconstruction',
  objection: (head, { by }) =>
    by === 'squared' ? undefined : binaryCrossEntropy.objection(head, {}),
  build(context) {
    const { by } = context.arguments;
    return (by === 'squared' ? mse : binaryCrossEntropy).build({ ...context, arguments: {} });
  },
});

export const rbf = defineLoss({
  name: 'rbf',
  synonyms: ['map', 'prototype_loss'],
  summary: 'LeNet-5’s criterion: near the prototype of the right class, far from the others.',
  details:
    '$d_t + \\log(e^{-j} + \\sum_k e^{-d_k})$ with squared distances $d$ to the prototypes; $j$ bounds how far the wrong ones have to be. The head is an `rbf` layer. LeCun et al. (1998), equation 9.',
  parameters: { margin: number('j', { above: 0, default: 1 }) },
  example: 'loss rbf',
  objection(head) {
    const last = head.activations.at(-1)?.entry.name;
    if (head.entry.name === 'rbf' && last === undefined) return undefined;
    const layer = last === undefined ? `\`${head.entry.name}\`` : found(last);
    return `rbf needs distances to prototypes, but \`${head.id}\` ends with ${layer}; end it with \`rbf(classes)\``;
  },
  build({ graph, head, targets, arguments: { margin } }) {
    // Cross-entropy with a class of its own for what is none of the others, at distance j.
    const scores = pad(graph, head.output, [0], [1], -margin);
    const logProbabilities = graph.add('LogSoftmax', [scores], { axis: 1 });
    const likelihood = graph.add('Mul', [pad(graph, targets, [0], [1]), logProbabilities]);
    return graph.add('Neg', [
      graph.add('ReduceSum', [likelihood, graph.ints([1])], { keepdims: 0 }),
    ]);
  },
});

export const losses = [crossEntropy, binaryCrossEntropy, mse, squaredHinge, reconstruction, rbf];
