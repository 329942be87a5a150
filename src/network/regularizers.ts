import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { number } from '../language/parameters';
import { defineRegularizer } from './define';
import type { PenalizedLayer } from './entries';

export const l1 = defineRegularizer({
  name: 'l1',
  synonyms: ['lasso'],
  summary: 'Adds λ Σ|w| to the loss: drives weights to exactly zero.',
  details: 'Tibshirani, *Regression Shrinkage and Selection via the Lasso* (1996).',
  parameters: { lambda: number('λ', { minimum: 0, default: 1e-4 }) },
  example: 'dense(64, regularize: l1(1e-4)) relu',
  build(graph, weight, { lambda }) {
    const sum = graph.reduceSum(graph.abs(weight), { keepdims: 0 });
    return graph.mul(sum, lambda);
  },
});

export const l2 = defineRegularizer({
  name: 'l2',
  synonyms: ['weight_decay', 'ridge'],
  summary: 'Adds λ/2 Σw² to the loss: weight decay.',
  details: 'Its gradient is $\\lambda w$. Krogh and Hertz, *A Simple Weight Decay* (1992).',
  parameters: { lambda: number('λ', { minimum: 0, default: 5e-4 }) },
  example: 'dense(64, regularize: l2(5e-4)) relu',
  build(graph, weight, { lambda }) {
    const square = graph.mul(weight, weight);
    const sum = graph.reduceSum(square, { keepdims: 0 });
    return graph.mul(sum, lambda / 2);
  },
});

export const contractive = defineRegularizer({
  name: 'contractive',
  synonyms: ['cae', 'jacobian', 'contraction'],
  summary: 'Adds λ ‖∂h/∂x‖² to the loss: the layer’s outputs hardly change when its inputs do.',
  details:
    "The squared Frobenius norm of the Jacobian of a `dense` layer’s outputs by its inputs, $\\sum_j f'(a_j)^2 \\lVert W_j \\rVert^2$, as a " +
    'mean over the samples. On the code of an autoencoder this is the contractive autoencoder: Rifai, Vincent, Muller, Glorot and ' +
    'Bengio (2011), with `logistic` units and tied weights (`share:`).',
  parameters: { lambda: number('λ', { minimum: 0, default: 0.1 }) },
  example: 'dense(64, regularize: contractive(0.1)) logistic',
  objection(layer) {
    const { id, entry, activations } = layer;
    if (!entry.affine)
      return `\`contractive\` is for \`dense\` layers, and \`${id}\` is \`${entry.name}\`; put it on a \`dense\` layer, or use \`l2\` here`;
    if (slopeOf(layer)) return undefined;
    const names = activations.map(({ entry: { name } }) => name).join(' ');
    const found = names === '' ? 'has no activation' : `has \`${names}\``;
    return `\`contractive\` needs the derivative of one \`logistic\`, \`tanh\`, \`scaled_tanh\`, \`relu\` or \`softplus\`, and \`${id}\` ${found}; write one of these, or use \`l2\``;
  },
  build(graph, weight, { lambda }, { layer, output }) {
    const a = new Arithmetic(graph);
    const slope = slopeOf(layer)!(graph, output);
    const lengths = a.sum(a.square(weight), [1]);
    const each = a.sum(a.mul(a.square(slope), lengths), [1]);
    return a.mul(graph.reduceMean(each, { axes: [0], keepdims: 0 }), lambda);
  },
});

/** The derivative of a layer's only activation, by what it gives; undefined where there is another number of them, or it has none. */
function slopeOf({ activations }: PenalizedLayer) {
  const [only, another] = activations;
  if (another || !only?.entry.slope) return undefined;
  const { entry, call } = only;
  return (graph: GraphBuilder, y: Value): Value => entry.slope!(graph, y, call.arguments);
}
