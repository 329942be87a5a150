import { median } from '../../numerics/median';
import { significant } from '../../text/numbers';
import type { Diagnosis } from '../diagnosis';
import { accuracy } from '../../learning/measures';
import { hasEnded } from '../facts';
import type { EpochRecord } from '../record';
import { advice, known } from '../repairs/repair';
import { train } from '../repairs/settings';
import { before } from '../trend';

/** How much the validation objective has risen above its least value, and how far it is above that of the training samples. */
const risen = 1.2;
const apart = 2.5;
/** So far apart, nothing need have risen. */
const farApart = 5;

/** How much more of the classes is right on training samples, where that is known. */
const gap = ({ train, validation }: EpochRecord): number =>
  (train[accuracy.name] ?? 1) - (validation?.[accuracy.name] ?? 0);

/** Less than that is no matter. */
const someGap = 0.1;

export const overfitting: Diagnosis = {
  name: 'overfitting',
  title: 'Overfitting',
  condition: `The validation objective is ${risen} times its least value and ${apart} times that of the training samples, which has gone on falling; or it is ${farApart} times that of the training samples and still 30% of what it was at first. Of classes 10% more are right on training samples. Not said where a stopping rule is set.`,
  explanation: 'The network learns its training samples by heart, and new samples fare worse.',
  source: 'Prechelt, *Early Stopping — but When?* (1998)',
  after: ['diverged', 'not_learning'],
  find(facts) {
    const { record } = facts;
    if (!hasEnded(facts) || record.end === 'early-stop' || facts.plan.stop) return undefined;
    const { objective } = record;
    const epochs = record.epochs.filter(({ validation }) => validation !== undefined);
    const last = epochs.at(-1);
    const start = before(record);
    if (
      objective?.goal !== 'lower' ||
      !last ||
      epochs.length < 3 ||
      !(start !== undefined && start > 0)
    )
      return undefined;
    const { name, label } = objective;
    const held = epochs.map(({ validation }) => validation![name]);
    const trained = last.train[name];
    const best = held.indexOf(Math.min(...held));
    const least = held[best];
    // One epoch is noise: the middle of the last three counts.
    const settled = median(held.slice(-3)) ?? NaN;
    const hasRisen =
      settled >= risen * least &&
      settled > apart * trained &&
      trained < 0.9 * epochs[best].train[name] &&
      settled - least > 0.02 * start;
    const isFarApart = settled > farApart * trained && settled > 0.3 * start;
    if (!(trained > 0) || (!hasRisen && !isFarApart) || gap(last) < someGap) return undefined;
    const now = `The ${label} is ${significant(trained)} on training samples and ${significant(held.at(-1))} on validation samples`;
    return {
      level: 'warning',
      outcome: 'overfitted',
      evidence: hasRisen
        ? `${now}; there it had been ${significant(least)} in epoch ${epochs[best].epoch}.`
        : `${now}.`,
      values: { best: epochs[best].epoch },
    };
  },
  repairs: (_, context) =>
    known([
      train(context, 'Stop early and keep the best epoch', 'stop early(patience: 3)'),
      context.plan.regularize
        ? undefined
        : train(context, 'Penalize large weights', 'regularize l2(5e-4)'),
      advice('Train with more samples, or vary them: `augment rotate(10)`'),
      advice('Insert `dropout(0.5)` before the last dense layers'),
    ]),
};
