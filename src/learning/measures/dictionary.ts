import { defineMeasure } from './measure';

/** What rules tell that learn dictionaries. */

export const distortion = defineMeasure({
  name: 'distortion',
  label: 'distortion',
  goal: 'lower',
  fold: 'mean',
  summary: 'The squared distance between a sample, or a patch of it, and its best atom or centre.',
  details: '$\\lVert x - s_k d_k \\rVert^2$ for the winner $k$, a mean over samples.',
  example: 'stop early(metric: distortion)',
});

export const restarts = defineMeasure({
  name: 'restarts',
  label: 'atoms begun anew',
  goal: 'none',
  fold: 'sum',
  discrete: true,
  summary: 'Atoms or centres that won nothing for long and became a sample; at first, all of them.',
  example: 'rule kmeans # reports restarts',
});

export const sparsity = defineMeasure({
  name: 'sparsity',
  label: 'sparsity',
  goal: 'none',
  fold: 'mean',
  summary: 'How few units a sample needs: 1 where a single one is active, 0 where all are alike.',
  details:
    '$(\\sqrt n - \\lVert z \\rVert_1 / \\lVert z \\rVert_2) / (\\sqrt n - 1)$ of the $n$ outputs or codes, a mean over samples. Hoyer (2004).',
  example: 'rule rica # reports sparsity',
});

export const prediction = defineMeasure({
  name: 'prediction',
  label: 'prediction error',
  goal: 'lower',
  fold: 'mean',
  summary: 'The mean squared distance between the codes of samples and what the encoder predicts.',
  example: 'rule psd # reports prediction',
});
