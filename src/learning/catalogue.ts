import type { BoundCall } from '../language/vocabulary';
import type { LearningEntry, LossEntry, OptimizerEntry } from './entries';
import { losses } from './losses';
import { measureEntries } from './measures';
import type { MeasureEntry } from './measures/measure';
import { adam, adamw, rmsprop } from './optimizers/adaptive';
import { lbfgs } from './optimizers/lbfgs';
import { rprop } from './optimizers/rprop';
import { momentum, nesterov, sgd } from './optimizers/sgd';
import { rules } from './rules/rules';
import type { RuleEntry } from './rules/rule';
import { schedules } from './schedules';
import { stops } from './stops';

const optimizers = [sgd, momentum, nesterov, adam, adamw, rmsprop, rprop, lbfgs];

/** Every word a `train` action may use. */
export const learningEntries: readonly LearningEntry[] = [
  ...losses,
  ...optimizers,
  ...schedules,
  ...stops,
  ...rules,
  ...measureEntries,
];

const byName = <E extends { readonly name: string }>(entries: readonly E[], kind: string) => {
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

/** The learning rule of a bound call. */
export const ruleOf = byName<RuleEntry>(rules, 'rule');

/** The measure of a bound call. */
export const measureEntryOf = byName<MeasureEntry>(measureEntries, 'measure');

/** Names of the tensors an optimizer keeps for each parameter. */
export const optimizerState = (optimizer: BoundCall): readonly string[] =>
  optimizerOf(optimizer).state(optimizer.arguments);
