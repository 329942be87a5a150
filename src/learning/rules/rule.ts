import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import type { BoundCall, Entry, Parameters, Values } from '../../language/vocabulary';
import type { LoweredNetwork } from '../../network/lower';
import type { Network } from '../../network/network';
import type { Targets } from '../entries';
import { LearningError } from '../learningError';
import type { MeasureEntry } from '../measures/measure';
import type { TrainPlan } from '../plan';
import type { EvaluationOptions } from '../evaluationBuilder';
import type { EvaluationStep, StepOptions, TrainingStep } from '../step';

/** What of a plan decides whether a rule fits. */
export type RulePlan = Pick<
  TrainPlan,
  'rule' | 'loss' | 'regularize' | 'layers' | 'carry' | 'decode' | 'watch'
> & {
  readonly phases?: readonly RulePlan[];
};

/** What a rule finds before anything is built. `targets` and `batch` are absent as long as the data is not known. */
export interface RuleSubject {
  readonly network: Network;
  readonly plan: RulePlan;
  readonly targets?: Targets;
  readonly batch?: number;
}

/** How one phase of a training steps, and how it is scored. */
export interface Method {
  /** The graph of one training step. Throws a `LearningError` where the rule does not fit. */
  build(network: Network, plan: TrainPlan, options: StepOptions): TrainingStep;
  /** The graph that scores a batch of any size. */
  evaluate(network: Network, plan: RulePlan, options: EvaluationOptions): EvaluationStep;
}

/** What one look at all training samples sums, and what follows from the sums on the host. */
export interface Pass {
  /** The graph whose measures are summed over all batches, in float64. */
  evaluate: Method['evaluate'];
  /** It wants the sums over the validation samples, too. */
  readonly validates?: boolean;
  /** How its result is scored where the training ends with it; absent: it gives no answers. */
  score?: Method['evaluate'];
  /** What follows; `validation` where it was asked for and there are such samples. Throws a `LearningError` where nothing does. */
  finish(sums: PassSums, plan: TrainPlan, validation?: PassSums): PassResult;
}

/** What a pass has summed, by the measure's name, and over how many samples, or steps that have a target. */
export interface PassSums {
  readonly sums: ReadonlyMap<string, Float64Array>;
  readonly samples: number;
}

/** What a pass comes to: parameters to go on with, numbers to be told, and advice. */
export interface PassResult {
  readonly parameters?: ReadonlyMap<string, StoredNumbers>;
  readonly measures?: readonly PassMeasure[];
  readonly warnings?: readonly string[];
}

/** A number that a pass has found. */
export interface PassMeasure {
  readonly entry: MeasureEntry;
  readonly value: number;
  /** The point of a curve that it is: of what, over which number, and where. */
  readonly at?: { readonly label: string; readonly symbol: string; readonly value: number };
}

export interface StoredNumbers {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * A part of a training: some epochs of steps, or one pass. Its network is the whole one or a part of it, with what is not
 * trained in this phase frozen; parameters go on to the next phase by their keys.
 */
export type Phase = StepsPhase | PassPhase;

interface PhasePart {
  /** Unique in the training. */
  readonly name: string;
  readonly network: Network;
  readonly plan: TrainPlan;
}

export interface StepsPhase extends PhasePart {
  readonly kind: 'steps';
  readonly method: Method;
}

export interface PassPhase extends PhasePart {
  readonly kind: 'pass';
  readonly pass: Pass;
}

/** What a rule wants where the text says nothing else. */
export type Usual = Partial<Pick<TrainPlan, 'optimizer' | 'batch'>>;

/** What holds for a rule always, or what follows from its arguments. */
export type Depending<P extends Parameters, T> =
  | T
  // Of a method, since an entry with parameters is an entry.
  | { given(values: Values<P>): T | undefined }['given'];

/** What holds with these arguments. */
export const givenBy = <T extends true | Usual>(
  depending: Depending<Parameters, T> | undefined,
  values: Values<Parameters>,
): T | undefined =>
  typeof depending === 'function'
    ? (depending as (values: Values<Parameters>) => T | undefined)(values)
    : depending;

/** A learning rule: how parameters follow from samples. */
export interface RuleEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'rule';
  /** In LaTeX. */
  readonly formula: string;
  /** The paper it is from. */
  readonly source: string;
  /** Names of the settings it heeds, of those that not all rules do. */
  readonly uses: readonly string[];
  /** It does not use the targets: the outputs of its networks are no answers. */
  readonly ignoresTargets?: Depending<P, true>;
  /** It learns from targets for each step of a sequence, too. */
  readonly learnsSteps?: true;
  /** It reads the samples as steps of one series, in their order in time. */
  readsSeries?(values: Values<P>): boolean;
  /** What its trained layer reads has to lie between 0 and 1. */
  readonly readsUnitInterval?: Depending<P, true>;
  /** What holds where the text says nothing else. */
  readonly usual?: Depending<P, Usual>;
  /** Why it does not fit, and what to write instead; at the layer concerned. */
  incompatibilities(subject: RuleSubject, values: Values<P>): readonly LearningError[];
  /** How it steps and is scored; where a training has several phases, how its last one does. Absent: its phases are passes. */
  method?(values: Values<P>): Method;
  /** The phases it consists of, one after the other; absent: one of steps. */
  phases?(network: Network, plan: TrainPlan, values: Values<P>): readonly Phase[];
  /** The scalar whose gradients an inspection shows; absent where the rule follows no gradient. */
  readonly objective?: (
    graph: GraphBuilder,
    network: Network,
    lowered: LoweredNetwork,
    plan: RulePlan,
    targets: Value,
  ) => Value;
}

/** A rule that makes steps. */
type SteppingRule<P extends Parameters> = RuleEntry<P> & Required<Pick<RuleEntry<P>, 'method'>>;

export function defineRule<P extends Parameters>(
  entry: Omit<SteppingRule<P>, 'kind'>,
): SteppingRule<P>;
export function defineRule<P extends Parameters>(entry: Omit<RuleEntry<P>, 'kind'>): RuleEntry<P>;
export function defineRule<P extends Parameters>(entry: Omit<RuleEntry<P>, 'kind'>): RuleEntry<P> {
  const { formula, details, source } = entry;
  const parts = [`$${formula}$`, ...(details === undefined ? [] : [details]), source];
  return { ...entry, kind: 'rule', details: parts.join('\n\n') };
}

/** Settings of `train` that concern steps: a pass has none of them. */
export const stepSettings = ['epochs', 'batch', 'stop', 'watch'] as const;

/** Settings of `train` that belong to some rules only. */
export const ruleSettings = [
  ...stepSettings,
  'loss',
  'optimizer',
  'schedule',
  'regularize',
  'clip',
  'max_norm',
  'average',
  'accumulate',
  'carry',
] as const;

/** What rules that propose a direction share: everything that follows from it. */
export const descentSettings = ruleSettings.filter((name) => name !== 'loss' && name !== 'carry');

/** The rule of plans that name none. */
export const usualRule: BoundCall = { name: 'backprop', arguments: {} };

/** Says that a rule cannot learn from the targets, where there is one for each step of a sequence; undefined where it can. */
export function unfitForSteps(
  { name, learnsSteps, ignoresTargets }: Pick<RuleEntry, 'name' | 'learnsSteps' | 'ignoresTargets'>,
  { targets }: RuleSubject,
  advice: string,
): LearningError | undefined {
  if (targets?.steps === undefined || learnsSteps || ignoresTargets) return undefined;
  const message = `\`${name}\` learns from one target for each sample, but the data has one for each step of a sequence; ${advice}`;
  return new LearningError('rule-targets', message, undefined, 'rule');
}
