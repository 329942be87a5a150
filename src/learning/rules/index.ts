import type { Network } from '../../network/network';
import type { Targets } from '../entries';
import type { LearningError } from '../error';
import type { TrainPlan } from '../plan';
import type { EvaluationStep, StepOptions, TrainingStep } from '../step';
import { rules } from './rules';
import { usualRule, type Phase, type RulePlan, type RuleSubject } from './rule';

/** The rule a plan names, with its arguments. */
const ruleIn = ({ rule = usualRule }: Pick<TrainPlan, 'rule'>) => ({
  entry: rules.of(rule),
  values: rule.arguments,
});

/** How a plan's rule steps and scores. */
export function methodOf(plan: Pick<TrainPlan, 'rule'>) {
  const { entry, values } = ruleIn(plan);
  return entry.method(values);
}

/** Names of the settings a plan's rule heeds, of those that not all rules do. */
export const usesOf = (plan: Pick<TrainPlan, 'rule'>): readonly string[] => ruleIn(plan).entry.uses;

/** What holds under a plan's rule where the text says nothing else. */
export const usualOf = (plan: Pick<TrainPlan, 'rule'>) => ruleIn(plan).entry.usual;

/** Why a plan's rule does not fit; empty when it does. */
export function incompatibilities(subject: RuleSubject): readonly LearningError[] {
  const { entry, values } = ruleIn(subject.plan);
  return entry.incompatibilities(subject, values);
}

/** The phases of a training, in order; each with a name of its own. */
export function phasesOf(network: Network, plan: TrainPlan): readonly Phase[] {
  const { entry, values } = ruleIn(plan);
  return (
    entry.phases?.(network, plan, values) ?? [
      {
        kind: 'steps',
        name: plan.phase ?? entry.name,
        network,
        plan,
        method: entry.method(values),
      },
    ]
  );
}

/**
 * The graph of one training step under the plan's rule; throws a `LearningError` where the rule does not fit. Its input `step`
 * counts from 1.
 */
export const buildTrainingStep = (
  network: Network,
  plan: TrainPlan,
  options: StepOptions,
): TrainingStep => methodOf(plan).build(network, plan, options);

/** The graph that scores the plan's network on a batch of any size. */
export const buildScores = (
  network: Network,
  plan: RulePlan,
  options: { readonly normalization?: StepOptions['normalization']; readonly targets: Targets },
): EvaluationStep => methodOf(plan).evaluate(network, plan, options);

/** The scalar whose gradients an inspection shows; undefined where the plan's rule follows none. */
export const objectiveIn = (plan: RulePlan) => ruleIn(plan).entry.objective;
