import type { BoundCall } from '../language/vocabulary';
import type { LearningEntry, LossEntry, OptimizerEntry } from './entries';
import { losses } from './losses';
import { adam, adamw, rmsprop } from './optimizers/adaptive';
import { lbfgs } from './optimizers/lbfgs';
import { rprop } from './optimizers/rprop';
import { momentum, nesterov, sgd } from './optimizers/sgd';
import { schedules } from './schedules';
import { stops } from './stops';

const optimizers = [sgd, momentum, nesterov, adam, adamw, rmsprop, rprop, lbfgs];

/** Every word a `train` action may use. */
export const learningEntries: readonly LearningEntry[] = [
  ...losses,
  ...optimizers,
  ...schedules,
  ...stops,
];

const byName = <E extends LearningEntry>(entries: readonly E[], kind: string) => {
  const table = new Map(entries.map((entry) => [entry.name, entry]));
  return (call: BoundCall): E => {
    const entry = table.get(call.name);
    if (!entry) throw new Error(`no ${kind} \`${call.name}\``);
    return entry;
  };
};

/** The loss of a bound call. */
export const lossOf = byName<LossEntry>(losses, 'loss');

/** The optimizer of a bound call. */
export const optimizerOf = byName<OptimizerEntry>(optimizers, 'optimizer');

/** Names of the tensors an optimizer keeps for each parameter. */
export const optimizerState = (optimizer: BoundCall): readonly string[] =>
  optimizerOf(optimizer).state(optimizer.arguments);
