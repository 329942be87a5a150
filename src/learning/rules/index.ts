import { columnsRead } from '../../network/columns';
import type { Network } from '../../network/network';
import { LearningError } from '../learningError';
import { losses } from '../losses';
import { incompatiblePenalties } from '../objective';
import { optimizers } from '../optimizers';
import type { TrainPlan } from '../plan';
import type { StepOptions, TrainingStep } from '../step';
import { trainedLayers, trainingOnly } from '../../network/subnetwork';
import { expand, methodOf } from './expand';
import { rules } from './rules';
import {
  givenBy,
  unfitForSteps,
  usualRule,
  type Usual,
  type Phase,
  type RulePlan,
  type RuleSubject,
} from './rule';

/** The rule a plan names, with its arguments. */
const ruleIn = ({ rule = usualRule }: Pick<TrainPlan, 'rule'>) => ({
  entry: rules.of(rule),
  values: rule.arguments,
});

/** What a training ends with: its last phase, or all of it. */
export const lastPart = (plan: TrainPlan): TrainPlan => plan.phases?.at(-1) ?? plan;

/** Names of the settings a plan's rule heeds, of those that not all rules do. */
export const usesOf = (plan: Pick<TrainPlan, 'rule'>): readonly string[] => ruleIn(plan).entry.uses;

/** Whether a plan steps by a learning rate: its rule leaves that to the optimizer, which does not find its own steps. */
export const usesRate = (plan: Pick<TrainPlan, 'rule' | 'optimizer'>): boolean =>
  usesOf(plan).includes('optimizer') && !optimizers.of(plan.optimizer).findsRate;

/** Whether a plan's rule needs samples between 0 and 1 for this network. */
export function readsUnitInterval(network: Network, plan: RulePlan): boolean {
  const { entry, values } = ruleIn(plan);
  if (!givenBy(entry.readsUnitInterval, values)) return false;
  const [layer] = trainedLayers(trainedIn(network, plan));
  return layer !== undefined && columnsRead(network, layer) !== undefined;
}

/** Whether a plan's rule reads the samples as steps of one series. */
export function readsSeries(plan: Pick<TrainPlan, 'rule'>): boolean {
  const { entry, values } = ruleIn(plan);
  return entry.readsSeries?.(values) ?? false;
}

/** So many first samples of a series are not counted, since the state before them is not known. */
export function washoutOf(plan: Pick<TrainPlan, 'rule'>): number {
  const { washout } = ruleIn(plan).values;
  return readsSeries(plan) && typeof washout === 'number' ? washout : 0;
}

/** Whether the outputs of a network trained by this plan are answers, to be compared with targets. */
export function givesAnswers(plan: RulePlan): boolean {
  const { entry, values } = ruleIn(plan);
  return !givenBy(entry.ignoresTargets, values) && !losses.of(plan.loss).reconstructs;
}

/** What holds under a plan's rule where the text says nothing else. */
export function usualOf(plan: Pick<TrainPlan, 'rule'>): Usual | undefined {
  const { entry, values } = ruleIn(plan);
  return givenBy(entry.usual, values);
}

/** Why the rule of a plan, or those of its phases, do not fit; empty when they do. */
export function incompatibilities(subject: RuleSubject): readonly LearningError[] {
  const { network, plan } = subject;
  if (plan.phases)
    return plan.phases.flatMap((phase): readonly LearningError[] =>
      incompatibilities({ ...subject, plan: phase }),
    );
  const { entry, values } = ruleIn(plan);
  const able = [...rules].flatMap(({ learnsSteps, name }) => (learnsSteps ? [`\`${name}\``] : []));
  const unfit = unfitForSteps(entry, subject, `rules that learn from those: ${able.join(', ')}`);
  if (unfit) return [unfit];
  const trained = trainedIn(network, plan);
  return [
    ...entry.incompatibilities({ ...subject, network: trained }, values),
    ...incompatiblePenalties(trained, plan),
  ];
}

/** Says so where no layer that a plan trains has anything to learn. */
export function nothingToTrain(network: Network, plan: RulePlan): readonly LearningError[] {
  if (plan.phases) return plan.phases.flatMap((phase) => nothingToTrain(network, phase));
  if (trainedLayers(trainedIn(network, plan)).length > 0) return [];
  const able = trainedLayers(network).map(({ id }) => `\`${id}\``);
  if (!plan.layers || able.length === 0) {
    const message = `\`${network.name}\` has nothing to train: no layer has parameters that are not frozen`;
    return [new LearningError('no-parameters', message)];
  }
  const named = plan.layers.map((id) => `\`${id}\``).join(', ');
  const message = `nothing in ${named} can learn: no parameters, or frozen ones; layers of \`${network.name}\` that can: ${able.join(', ')}`;
  return [new LearningError('no-parameters', message, undefined, 'layers')];
}

/** A network of which the layers learn that a plan names. */
const trainedIn = (network: Network, { layers }: Pick<TrainPlan, 'layers'>): Network =>
  layers ? trainingOnly(network, new Set(layers)) : network;

/** The phases of a training, in order; each with a name of its own. */
export function phasesOf(network: Network, plan: TrainPlan): readonly Phase[] {
  if (plan.phases) return plan.phases.flatMap((phase) => phasesOf(network, phase));
  return expand(trainedIn(network, plan), plan, plan.phase);
}

/**
 * The graph of one training step under the plan's rule; throws a `LearningError` where the rule does not fit or makes no steps. Its input `step`
 * counts from 1.
 */
export function buildTrainingStep(
  network: Network,
  plan: TrainPlan,
  options: StepOptions,
): TrainingStep {
  return methodOf(plan.rule ?? usualRule).build(network, plan, options);
}

/** The scalar whose gradients an inspection shows; undefined where the plan's rule follows none. */
export const objectiveIn = (plan: RulePlan) => ruleIn(plan).entry.objective;
