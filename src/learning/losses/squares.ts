import { Arithmetic } from '../../graph/arithmetic';
import { number, word } from '../../language/parameters';
import { elements } from '../../shape/elements';
import { defineLoss } from '../entries';
import { meanOverOutputs, rows } from './heads';
import { binaryCrossEntropy } from './probabilities';

/** Losses of values: how far the outputs are from what they should be. */

export const mse = defineLoss({
  name: 'mse',
  synonyms: ['mean_squared_error', 'squared_error', 'l2'],
  summary: 'Mean squared error over the outputs.',
  details: '$\\frac{1}{K} \\sum_k (y_k - t_k)^2$',
  parameters: {},
  example: 'loss mse',
  incompatibility: () => undefined,
  build({ graph, head, targets }) {
    const error = graph.sub(rows(graph, head.output, head), targets);
    return meanOverOutputs(graph, graph.mul(error, error));
  },
  scatter({ graph, head }, uniform) {
    const a = new Arithmetic(graph);
    const size = Math.sqrt(2 / elements(head.layer.shape));
    const signs = a.sub(a.mul(a.atLeast(uniform, 0.5), 2), 1);
    return { at: rows(graph, head.output, head), numbers: a.mul(signs, size) };
  },
});

export const huber = defineLoss({
  name: 'huber',
  synonyms: ['huber_loss', 'smooth_l1', 'robust'],
  summary: 'Squared error for small errors, absolute error for large ones: outliers count less.',
  details:
    '$\\frac{1}{K} \\sum_k h(y_k - t_k)$ with $h(e) = e^2 / 2$ up to $|e| = \\delta$ and $\\delta (|e| - \\delta / 2)$ beyond. Huber, *Robust Estimation of a Location Parameter* (1964).',
  parameters: { delta: number('δ', { above: 0, default: 1 }) },
  example: 'loss huber',
  incompatibility: () => undefined,
  build({ graph, head, targets, arguments: { delta } }) {
    const error = graph.sub(rows(graph, head.output, head), targets);
    // What is kept of the error, c: c (e − c / 2) is the loss on both sides of δ.
    const kept = graph.clip(error, { min: -delta, max: delta });
    return meanOverOutputs(graph, graph.mul(kept, graph.sub(error, graph.mul(kept, 0.5))));
  },
});

export const reconstruction = defineLoss({
  name: 'reconstruction',
  synonyms: ['autoencoder', 'reconstruction_error'],
  summary: 'Squared distance to the input itself, over its length: for autoencoders.',
  details:
    '$\\frac{1}{K} \\sum_k (y_k - x_k)^2$ with the input $x$ as the network reads it, normalized; the data’s targets are not used. `by: cross_entropy` is for inputs from 0 to 1 and a logistic head. Hinton and Salakhutdinov (2006).',
  reconstructs: true,
  parameters: {
    by: word('How outputs and inputs are compared.', ['squared', 'cross_entropy'], {
      default: 'squared',
    }),
  },
  example: 'loss reconstruction',
  targetKind: ({ by }) => (by === 'squared' ? undefined : 'unitInterval'),
  incompatibility: (head, { by }) =>
    by === 'squared' ? undefined : binaryCrossEntropy.incompatibility(head, {}),
  build(context) {
    const { by } = context.arguments;
    return (by === 'squared' ? mse : binaryCrossEntropy).build({ ...context, arguments: {} });
  },
  scatter(context, uniform) {
    const { by } = context.arguments;
    const loss = by === 'squared' ? mse : binaryCrossEntropy;
    return loss.scatter!({ ...context, arguments: {} }, uniform);
  },
});
