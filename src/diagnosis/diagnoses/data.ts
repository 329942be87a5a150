import { formatPercent } from '../../text/numbers';
import { elements } from '../../shape/elements';
import type { Diagnosis } from '../diagnosis';
import { hasEnded, lastLook } from '../facts';
import { advice } from '../repairs/repair';
import { train } from '../repairs/settings';

/** What of the data misleads. */

export const leakingData: Diagnosis = {
  name: 'leaking_data',
  title: 'Samples are in two splits',
  condition:
    '2% of the validation samples, or else of the test samples, are training samples, too: at least five of 1,000 that are compared with 50,000.',
  explanation: 'Scores on samples that were trained on say nothing about new ones.',
  source: 'Kaufman, Rosset and Perlich, *Leakage in Data Mining* (2012)',
  find(facts) {
    const overlap = lastLook(facts)?.overlap;
    if (!overlap || overlap.of === 0) return undefined;
    const share = overlap.found / overlap.of;
    if (overlap.found < 5 || share < 0.02) return undefined;
    return {
      level: 'warning',
      outcome: `has misleading ${overlap.split} scores`,
      evidence: `${overlap.found} of ${overlap.of} ${overlap.split} samples that were compared (${formatPercent(share, 0)}) are training samples, too.`,
    };
  },
  repairs: () => [
    advice('Remove duplicates before the data are split'),
    advice('Split by source (person, document, recording), not by sample'),
  ],
};

/** Numbers of each unit that mean and variance should be taken over. */
const fewValues = 8;

export const smallBatch: Diagnosis = {
  name: 'small_batch',
  title: 'Batch too small for batch normalization',
  condition: `A layer normalizes its units over fewer than ${fewValues} numbers each.`,
  explanation:
    'Mean and variance of so few numbers are mostly noise, and differ from those used after training.',
  source: 'Wu and He, *Group Normalization* (2018)',
  find(facts) {
    const { network, record } = facts;
    if (!hasEnded(facts) || record.batch === 0) return undefined;
    const found = network.layers.flatMap(({ id, shape, parameters }) => {
      const [statistic] = parameters.filter(({ statistic, frozen }) => statistic && frozen);
      if (!statistic) return [];
      const values = (record.batch * elements(shape)) / elements(statistic.shape);
      return values < fewValues ? [{ id, values }] : [];
    });
    const [first] = found;
    if (!first) return undefined;
    return {
      level: 'warning',
      outcome: 'has noisy batch statistics',
      evidence: `\`${first.id}\` normalizes each unit over ${first.values} numbers: the batch is ${record.batch}.`,
      layers: found.map(({ id }) => id),
    };
  },
  repairs: (_, context) => [
    train(context, 'Use batches of 32', 'batch 32'),
    advice('Use `layer_norm`, which does not depend on the batch'),
  ],
};
