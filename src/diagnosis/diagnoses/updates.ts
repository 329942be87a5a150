import { formatPercent, significant } from '../../text/numbers';
import type { Diagnosis } from '../diagnosis';
import { hasEnded, hasLearned } from '../facts';
import { rateText, relativeUpdate } from '../relativeUpdate';
import { known } from '../repairs/repair';
import { changeRate } from '../repairs/settings';

/** How far steps move the weights. */

export const explodingUpdates: Diagnosis = {
  name: 'exploding_updates',
  title: 'Weights change too much',
  condition:
    'A step changes the weights by 10% of their size or more, the middle over the layers, and less than half has been learned.',
  explanation:
    'A step should change weights by about a thousandth of their size; so large ones throw away what was learned.',
  source: 'Bottou, *Stochastic Gradient Descent Tricks* (2012)',
  after: ['diverged'],
  find(facts) {
    const ratio = relativeUpdate(facts);
    if (ratio === undefined || ratio < 0.1 || !hasEnded(facts) || hasLearned(facts, 0.5))
      return undefined;
    return {
      level: 'problem',
      evidence: `A step changed the weights by ${formatPercent(ratio, 0)} of their size, the middle over the layers,${rateText(facts)}.`,
      values: { ratio },
    };
  },
  repairs: (_, context) => known([...changeRate(context, 0.1, 0.01)]),
};

export const frozenUpdates: Diagnosis = {
  name: 'frozen_updates',
  title: 'Weights hardly change',
  condition:
    'No step that was looked at changed the weights by more than a millionth of their size, and less than half has been learned.',
  explanation:
    'A step should change weights by about a thousandth of their size; so small ones would take forever.',
  source: 'Bottou, *Stochastic Gradient Descent Tricks* (2012)',
  after: ['diverged', 'dead_units', 'vanishing_gradients'],
  find(facts) {
    const ratio = relativeUpdate(facts);
    if (ratio === undefined || ratio > 1e-6 || !hasEnded(facts) || hasLearned(facts, 0.5))
      return undefined;
    return {
      level: 'problem',
      evidence: `A step changed the weights by ${significant(ratio, 2)} of their size, the middle over the layers,${rateText(facts)}.`,
      values: { ratio },
    };
  },
  repairs: (_, context) => known([...changeRate(context, 100, 1000)]),
};
