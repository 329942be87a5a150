import { trainedLayers } from '../../network/subnetwork';
import { LearningError } from '../learningError';
import { codebook, codebookIncompatibilities, codebookParameters } from './parts/codebook';
import { defineRule } from './rule';

export const omp1 = defineRule({
  name: 'omp1',
  synonyms: ['omp', 'matching_pursuit', 'dictionary'],
  summary:
    'Orthogonal matching pursuit with one atom: a dictionary in which each sample is a multiple of one atom.',
  formula: 'd_k \\leftarrow \\frac{\\sum_n s_n x_n}{\\lVert \\sum_n s_n x_n \\rVert}',
  source:
    'Coates and Ng, *The importance of encoding versus training with sparse coding and vector quantization* (2011).',
  details:
    'A `dense` or `conv` layer without a bias; targets are not used. $s_n = d_k x_n$ for the atom with the greatest $|d_k x_n|$, else 0. The dictionary ' +
    'that suits these codes best has a closed form, and its atoms have length 1. Sums go over batches, older ones fading by ' +
    '`memory`. Atoms begin as samples. The encoder of the paper is a soft threshold of both signs: `crelu(0.25)` behind the layer.',
  parameters: codebookParameters,
  example: 'rule omp1',
  uses: ['epochs', 'batch', 'stop'],
  usual: { batch: 500 },
  ignoresTargets: true,
  incompatibilities(subject) {
    const unfit = codebookIncompatibilities('omp1', subject);
    const [layer] = trainedLayers(subject.network);
    if (unfit.length > 0 || !layer.parameters.some(({ name }) => name === 'bias')) return unfit;
    const message = `\`omp1\` has no use for the bias of \`${layer.id}\`; write \`bias: false\``;
    return [new LearningError('rule-layer', message, layer)];
  },
  method: (values) => codebook({ ...values, damped: false }),
});
