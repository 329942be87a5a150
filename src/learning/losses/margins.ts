import { pad } from '../../graph/layout';
import { number } from '../../language/parameters';
import { defineLoss } from '../entries';
import { ends, lastActivation, meanOverOutputs, rows } from './heads';

/** Losses of scores and distances that count up to a margin. */

export const squaredHinge = defineLoss({
  name: 'squared_hinge',
  synonyms: ['l2_svm', 'squared_hinge_loss'],
  summary: 'Squared distance to the margin of scores, as in support vector machines.',
  details:
    '$\\frac{1}{K} \\sum_k \\max(0, 1 - s_k y_k)^2$ with $s_k = 1$ where the target is positive, else $-1$; the head is linear. Tang, *Deep Learning using Linear Support Vector Machines* (2013).',
  parameters: {},
  example: 'loss squared_hinge',
  levels: [-1, 1],
  incompatibility(head) {
    const last = lastActivation(head);
    if (last === undefined || last === 'linear') return undefined;
    return `squared_hinge needs unbounded scores, but \`${head.id}\` ${ends(last)}; remove its activation`;
  },
  build({ graph, head, targets }) {
    const scores = rows(graph, head.output, head);
    const one = graph.scalar(1);
    const positive = graph.cast(graph.greater(targets, 0), { to: 1 });
    const sides = graph.sub(graph.add(positive, positive), one);
    const short = graph.relu(graph.sub(one, graph.mul(sides, scores)));
    return meanOverOutputs(graph, graph.mul(short, short));
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
  targetKind: () => 'classes',
  incompatibility(head) {
    const last = lastActivation(head);
    if (head.entry.name === 'rbf' && last === undefined) return undefined;
    const layer = last ?? head.entry.name;
    return `rbf needs distances to prototypes, but \`${head.id}\` ends with \`${layer}\`; end it with \`rbf(classes)\``;
  },
  build({ graph, head, targets, arguments: { margin } }) {
    // Cross-entropy with a class of its own for what is none of the others, at distance j.
    const scores = pad(graph, head.output, [0], [1], -margin);
    const logProbabilities = graph.logSoftmax(scores, { axis: 1 });
    const likelihood = graph.mul(pad(graph, targets, [0], [1]), logProbabilities);
    return graph.neg(graph.reduceSum(likelihood, { axes: [1], keepdims: 0 }));
  },
});
