import { Arithmetic } from '../../graph/arithmetic';
import { integer } from '../../language/parameters';
import { defineMeasure } from './measure';

export const topK = defineMeasure({
  name: 'top_k',
  synonyms: ['top5', 'top_5', 'topk', 'top_k_accuracy'],
  label: 'top-k accuracy',
  heading: ({ k }) => `top-${k} accuracy`,
  goal: 'higher',
  fold: 'mean',
  unit: 'fraction',
  discrete: true,
  summary: 'The fraction of samples whose class is among the k greatest outputs.',
  details:
    'Of outputs that share the last of the k places each has it with the same probability. ImageNet counts with `top_k(5)`: Russakovsky et al. (2015).',
  parameters: { k: integer('k', { minimum: 1, default: 5 }) },
  example: 'watch top_k(5)',
  objection: ({ k }, classes) =>
    k < classes
      ? undefined
      : `\`top_k(${k})\` of ${classes} classes is always right; take a smaller number`,
  score(graph, outputs, targets, { k }) {
    const a = new Arithmetic(graph);
    const own = a.sum(a.mul(outputs, targets), [1], true);
    const before = a.sum(a.greater(outputs, own), [1]);
    const tied = a.sum(a.equal(outputs, own), [1]);
    const chance = a.div(a.sub(k, before), a.max(tied, 1));
    return graph.min([a.max(chance, 0), 1]);
  },
});
