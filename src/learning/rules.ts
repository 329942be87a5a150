import type { Network } from '../network/network';
import { buildBackprop } from './backprop';
import { LearningError } from './error';
import type { TrainPlan } from './plan';
import type { LearningRule, StepOptions, TrainingStep } from './step';

/** Learning rules by name; a new rule is one more entry. */
const rules: ReadonlyMap<string, LearningRule> = new Map([['backprop', buildBackprop]]);

/**
 * The graph of one training step under the plan's rule; throws `LearningError` when loss, heads and targets do not fit.
 * Its input `step` counts from 1.
 */
export function buildTrainingStep(
  network: Network,
  plan: TrainPlan,
  options: StepOptions,
): TrainingStep {
  const name = plan.rule ?? 'backprop';
  const rule = rules.get(name);
  if (!rule) {
    const known = [...rules.keys()].join(', ');
    throw new LearningError('unknown-rule', `no learning rule \`${name}\`; there is ${known}`);
  }
  return rule(network, plan, options);
}
