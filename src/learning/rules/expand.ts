import type { Network } from '../../network/network';
import type { TrainPlan } from '../plan';
import { usualRule, type Phase } from './rule';
import { rules } from './table';

/** The phases that a plan's rule makes of a network; under a name of their own, where one is given. */
export function expand(network: Network, plan: TrainPlan, name?: string): readonly Phase[] {
  const { rule = usualRule } = plan;
  const entry = rules.of(rule);
  const method = entry.method(rule.arguments);
  const phases = entry.phases?.(network, plan, rule.arguments) ?? [
    { kind: 'steps', name: entry.name, network, plan, method } as const,
  ];
  if (name === undefined) return phases;
  const nameOf = (own: string) => (phases.length === 1 ? name : `${name}: ${own}`);
  return phases.map((phase) => ({ ...phase, name: nameOf(phase.name) }));
}
