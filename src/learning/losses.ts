import { number } from '../language/parameters';
import { reshaped } from '../network/layers/flatten';
import { elements, formatShape } from '../network/shapes';
import { defineLoss } from './entries';

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
    const found = last ? `\`${last}\`` : 'no activation';
    return `cross_entropy needs class probabilities, but \`${head.id}\` ends with ${found}; write \`softmax\` as its activation, or \`loss mse\``;
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

export const mse = defineLoss({
  name: 'mse',
  synonyms: ['mean_squared_error', 'squared_error', 'l2'],
  summary: 'Mean squared error over the outputs.',
  details: '$\\frac{1}{K} \\sum_k (y_k - t_k)^2$',
  parameters: {},
  example: 'loss mse',
  objection: () => undefined,
  build({ graph, head, targets }) {
    const { shape } = head.layer;
    const output =
      shape.length === 1 ? head.output : reshaped(graph, head.output, [elements(shape)]);
    const error = graph.add('Sub', [output, targets]);
    return graph.add('ReduceMean', [graph.add('Mul', [error, error])], { axes: [1], keepdims: 0 });
  },
});

export const losses = [crossEntropy, mse];
