import { codebook, codebookIncompatibilities, codebookParameters } from './parts/codebook';
import { defineRule } from './rule';

export const kmeans = defineRule({
  name: 'kmeans',
  synonyms: ['k_means', 'vector_quantization', 'lloyd', 'clustering'],
  summary:
    'Each sample moves the unit that represents it best; units become the centres of clusters (k-means).',
  formula: 'd_k \\leftarrow \\frac{d_k + \\sum_n s_n x_n}{\\lVert d_k + \\sum_n s_n x_n \\rVert}',
  source:
    'Coates and Ng, *Learning feature representations with k-means* (2012); with a bias: Lloyd (1957), MacQueen (1967), in batches Sculley (2010).',
  details:
    'A `dense` or `conv` layer; targets are not used. Without a bias its units are centres of length 1, and a sample belongs to the one with the ' +
    'greatest $|s|$, $s = d_k x$, whose sign it may have (gain-shape k-means). With a bias $b_k = -\\frac12 \\lVert c_k \\rVert^2$, which the rule sets, the ' +
    'greatest output tells the nearest centre, and $c_k$ is the mean of its samples. The sums go over batches, older ones ' +
    'fading by `memory`: a large batch, or all samples with `memory: 0`, is the method of the papers. Centres begin as samples; with `start: weights` they go on from where they are. ' +
    'Whitened inputs (`zca`) give features that are edges.',
  parameters: codebookParameters,
  example: 'rule kmeans',
  uses: ['epochs', 'batch', 'stop'],
  usual: { batch: 500 },
  ignoresTargets: true,
  incompatibilities: (subject) => codebookIncompatibilities('kmeans', subject),
  method: (values) => codebook({ ...values, damped: true }),
});
