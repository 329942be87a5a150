import { formatPercent } from '../../text/numbers';
import type { Examination } from '../../runs/events';
import type { Diagnosis, Finding } from '../diagnosis';
import { hasEnded, hasLearned, lastLook, weightLayers, type Facts } from '../facts';
import { insertBatchNorm, useActivation, useInitializer } from '../repairs/layers';
import { known, layersOf } from '../repairs/repair';
import { changeRate } from '../repairs/settings';

/** What the units of layers do, by the newest look. */

/** The share of what there is to learn. */
const good = '80%';

type Looked = Examination['layers'][number];

/** Hidden layers of weights as they were looked at; of a head nothing follows from its units. */
function hidden(facts: Facts): readonly Looked[] {
  const heads = new Set(facts.network.outputs.map(({ id }) => id));
  const ids = new Set(weightLayers(facts).map(({ layer }) => layer.id));
  const looked = lastLook(facts)?.layers ?? [];
  return looked.filter(({ layer }) => ids.has(layer) && !heads.has(layer));
}

/** The layers of which more than a share of the units are so, and the evidence of the worst one. */
function concerned(
  layers: readonly Looked[],
  count: (layer: Looked) => number,
  least: number,
):
  | { readonly layers: readonly string[]; readonly worst: Looked; readonly share: number }
  | undefined {
  const share = (layer: Looked): number => count(layer) / layer.units;
  const found = layers.filter((layer) => layer.units > 1 && share(layer) >= least);
  const [worst] = [...found].sort((a, b) => share(b) - share(a));
  return worst && { layers: found.map(({ layer }) => layer), worst, share: share(worst) };
}

const samplesOf = (facts: Facts): string => `${lastLook(facts)?.samples ?? 0} training samples`;

export const deadUnits: Diagnosis = {
  name: 'dead_units',
  title: 'Dead units',
  condition: `All units of a hidden layer gave zero for every sample; or half of them, and less than ${good} has been learned in the end.`,
  explanation:
    'A unit that gives zero for every sample passes no gradient: its weights will not change any more.',
  source: 'Maas, Hannun and Ng (2013)',
  after: ['diverged'],
  find(facts): Finding | undefined {
    const found = concerned(hidden(facts), ({ dead }) => dead, 0.5);
    if (!found) return undefined;
    const { layers, worst, share } = found;
    const isAll = worst.dead === worst.units;
    // What the first steps have put out may come back, unless it is a whole layer.
    if (!isAll && (hasLearned(facts) || !hasEnded(facts))) return undefined;
    return {
      level: hasLearned(facts) ? 'warning' : 'problem',
      evidence: `${worst.dead} of ${worst.units} units of \`${worst.layer}\` (${formatPercent(share, 0)}) gave exactly zero for all of ${samplesOf(facts)}.`,
      layers,
    };
  },
  repairs({ layers }, context) {
    const concerned = layersOf(context, layers);
    return known([
      useInitializer(context, concerned),
      useActivation(context, concerned, 'leaky_relu'),
      ...changeRate(context, 0.1),
      insertBatchNorm(context, concerned),
    ]);
  },
};

export const saturatedUnits: Diagnosis = {
  name: 'saturated_units',
  title: 'Saturated units',
  condition: `Half of the units of a hidden layer are near an end of their range for 95% of the samples, and less than ${good} has been learned in the end.`,
  explanation:
    'A unit at an end of its range has next to no slope there, so hardly any gradient passes it.',
  source: 'LeCun, Bottou, Orr and Müller, *Efficient BackProp* (1998)',
  after: ['diverged'],
  find(facts): Finding | undefined {
    const found = concerned(hidden(facts), ({ saturated = 0 }) => saturated, 0.5);
    if (!found || !hasEnded(facts) || hasLearned(facts)) return undefined;
    const { layers, worst, share } = found;
    return {
      level: 'problem',
      evidence: `${worst.saturated} of ${worst.units} units of \`${worst.layer}\` (${formatPercent(share, 0)}) were at an end of their range for at least 95% of ${samplesOf(facts)}.`,
      layers,
    };
  },
  repairs({ layers }, context) {
    const concerned = layersOf(context, layers);
    return known([
      useInitializer(context, concerned),
      ...changeRate(context, 0.1),
      insertBatchNorm(context, concerned),
      useActivation(context, concerned, 'relu'),
    ]);
  },
};
