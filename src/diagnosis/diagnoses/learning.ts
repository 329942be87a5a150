import { counted, formatPercent, significant } from '../../text/numbers';
import type { Diagnosis } from '../diagnosis';
import { hasEnded, skillOf } from '../facts';
import { advice, known } from '../repairs/repair';
import { moreEpochs, normalizeInputs, changeRate } from '../repairs/settings';

/** What came of a training as a whole. */

/** Steps in which something should have been learned. */
const fewSteps = 20;

export const notLearning: Diagnosis = {
  name: 'not_learning',
  title: 'Not learning',
  isSymptom: true,
  condition: `After at least ${fewSteps} steps the answers to training samples are no better than one constant answer: the greatest class, or the mean.`,
  explanation: 'The answers are no better than one constant answer to every sample.',
  source: 'Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 11.5',
  after: ['diverged'],
  find(facts) {
    const { record } = facts;
    const skill = skillOf(facts);
    const steps = record.step - record.since;
    if (!hasEnded(facts) || !skill || steps < fewSteps) return undefined;
    if (skill.value > Math.min(0.1, Math.max(0.02, 2 * skill.error))) return undefined;
    const after = `after ${counted(steps, 'step')}`;
    const { accuracy, explained } = skill;
    return {
      level: 'problem',
      outcome: 'did not learn',
      evidence: accuracy
        ? `Accuracy is ${formatPercent(accuracy.reached, 1)} on training samples ${after}; always answering “${accuracy.answer}” scores ${formatPercent(accuracy.constant, 1)}.`
        : `The outputs explain ${formatPercent(Math.max(0, explained ?? 0), 1)} of the variance of the targets ${after}; their mean alone explains 0%.`,
    };
  },
  repairs: (_, context) =>
    known([
      normalizeInputs(context),
      advice(`See which rates suit: \`find rate of ${context.network.name}\``),
    ]),
};

export const plateau: Diagnosis = {
  name: 'plateau',
  title: 'Stuck on a plateau',
  condition:
    'After at least four epochs the training objective has fallen by less than 2% over the second half, and less than 60% has been learned.',
  explanation: 'The objective stays where it is although much is left to learn.',
  source: 'Saad and Solla (1995); Dauphin et al. (2014)',
  after: 'anything',
  find(facts) {
    const { record } = facts;
    const skill = skillOf(facts);
    if (!hasEnded(facts) || !skill?.accuracy || skill.value >= 0.6) return undefined;
    if (record.epochs.length < 4 || record.objective?.goal !== 'lower') return undefined;
    const { name, label } = record.objective;
    const half = record.epochs.slice(Math.floor(record.epochs.length / 2));
    const [from, to] = [half[0].train[name], half.at(-1)!.train[name]];
    if (!(from > 0) || to < 0.98 * from) return undefined;
    return {
      level: 'warning',
      outcome: 'learned little',
      evidence: `From epoch ${half[0].epoch} to ${half.at(-1)!.epoch} the ${label} went from ${significant(from)} to ${significant(to)}, at ${formatPercent(skill.accuracy.reached, 1)} accuracy.`,
    };
  },
  repairs: (_, context) =>
    known([
      ...changeRate(context, 3),
      advice('Give the network more units or layers'),
      normalizeInputs(context),
    ]),
};

export const underfitting: Diagnosis = {
  name: 'underfitting',
  title: 'Stopped too early',
  condition:
    'In the last epoch the training objective still fell by more than 1%, and less than 60% has been learned.',
  explanation: 'The objective was still falling when training ended, and much is left to learn.',
  source: 'Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 5.2',
  after: 'anything',
  find(facts) {
    const { record } = facts;
    if (record.end !== 'completed' || record.objective?.goal !== 'lower') return undefined;
    const skill = skillOf(facts);
    if (!skill?.accuracy || skill.value >= 0.6 || record.epochs.length < 2) return undefined;
    const { name, label } = record.objective;
    const [one, two] = record.epochs.slice(-2).map(({ train }) => train[name]);
    const fall = 1 - two / one;
    if (!(fall > 0.01)) return undefined;
    return {
      level: 'warning',
      outcome: 'ended too early',
      evidence: `In the last epoch the ${label} fell by ${formatPercent(fall, 1)}, to ${significant(two)}; accuracy is ${formatPercent(skill.accuracy.reached, 1)}.`,
    };
  },
  repairs: (_, context) => [moreEpochs(context, 3)],
};
