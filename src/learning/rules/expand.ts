import type { BoundCall } from '../../language/vocabulary';
import type { Network } from '../../network/network';
import { LearningError } from '../learningError';
import type { TrainPlan } from '../plan';
import { usualRule, type Method, type Phase } from './rule';
import { rules } from './table';

/** The phases that a plan's rule makes of a network; under a name of their own, where one is given. */
export function expand(network: Network, plan: TrainPlan, name?: string): readonly Phase[] {
  const { rule = usualRule } = plan;
  const entry = rules.of(rule);
  const phases = entry.phases?.(network, plan, rule.arguments) ?? [
    { kind: 'steps', name: entry.name, network, plan, method: methodOf(rule) } as const,
  ];
  if (name === undefined) return phases;
  const nameOf = (own: string) => (phases.length === 1 ? name : `${name}: ${own}`);
  return phases.map((phase) => ({ ...phase, name: nameOf(phase.name) }));
}

/** How a rule steps. Throws where it makes no steps. */
export function methodOf(rule: BoundCall): Method {
  const method = rules.of(rule).method?.(rule.arguments);
  if (method) return method;
  throw new LearningError('no-step', `\`${rule.name}\` makes no steps, only passes over the data`);
}
