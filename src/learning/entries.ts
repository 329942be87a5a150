import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { Entry, Parameters, Values } from '../language/vocabulary';
import type { Levels } from '../network/entries';
import type { LoweredLayer } from '../network/lower';
import type { Layer } from '../network/network';
import type { TargetSize } from '../shape/targets';

/**
 * What the data ask a head to give: one-hot rows (classes) or rows of values, `count` numbers each; with `steps`, a row at each step
 * of a sequence.
 */
export interface Targets extends TargetSize {
  readonly kind: 'classes' | 'values';
  /** The two numbers that all values are, 0 and 1 or −1 and 1; absent where they are others. */
  readonly levels?: Levels;
}

export interface LossContext<A> {
  readonly graph: GraphBuilder;
  readonly head: LoweredLayer;
  /** A number for each unit, [N, units]; where each step of a sequence has a target, N counts the steps of all samples. */
  readonly targets: Value;
  readonly arguments: A;
}

/** A loss: which heads it fits, and its formula. */
export interface LossEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'loss';
  /** Whether its targets are the network's inputs, normalized, rather than those of the data. */
  readonly reconstructs?: true;
  /** What the desired outputs have to be, where not any numbers will do: classes, or numbers from 0 to 1. */
  targetKind?(values: Values<P>): 'classes' | 'unitInterval' | undefined;
  /** What it drives outputs to, whatever stands for no and yes in the targets; absent: to the targets. */
  readonly levels?: Levels;
  /** Why it does not fit this head and what to write instead; undefined when it fits. */
  incompatibility(head: Layer, values: Values<P>): string | undefined;
  /** The loss of each row: [N]. */
  build(context: LossContext<Values<P>>): Value;
  /**
   * Random numbers whose squares tell the loss's curvature, made of uniform ones, [N, outputs]; absent where they do not follow from
   * what the head gives.
   */
  scatter?(context: Omit<LossContext<Values<P>>, 'targets'>, uniform: Value): Scatter;
}

/**
 * Random numbers at a tensor of a head, of its shape and with mean zero, whose covariance is the matrix of second derivatives of a
 * sample's loss there. Back-propagated, their mean squares are the diagonal of the Gauss–Newton matrix.
 */
export interface Scatter {
  readonly at: Value;
  readonly numbers: Value;
}

export interface OptimizerContext<A> {
  readonly graph: GraphBuilder;
  /** Scalar: the learning rate of this step, schedule included. */
  readonly rate: Value;
  /** Scalar: the number of this step, counted from 1. */
  readonly step: Value;
  /** All that are trained, for what they share. */
  readonly parameters: readonly ParameterUpdate[];
  readonly arguments: A;
}

/** What of a parameter decides how an optimizer treats it. */
export interface ParameterKind {
  /** Whether it is one of weights, not of biases or of what a normalization scales and shifts by. */
  readonly isWeight: boolean;
  /** Whether it is a matrix, [units, …], of a hidden layer: no table that is looked up, and not of an output. */
  readonly isHiddenMatrix: boolean;
}

export interface ParameterUpdate extends ParameterKind {
  readonly weight: Value;
  readonly gradient: Value;
  /** By the names in `state`; zero before the first step. */
  readonly state: Readonly<Record<string, Value>>;
}

export interface UpdatedParameter {
  readonly weight: Value;
  readonly state: Readonly<Record<string, Value>>;
}

/** An optimizer whose arguments include `rate`, the learning rate before the schedule. */
export interface OptimizerEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'optimizer';
  /** It finds the lengths of its steps by itself: the rate is that of the first one only. */
  readonly findsRate?: true;
  /** Names of the tensors it keeps for a parameter, shaped as the parameter. */
  state(values: Values<P>, parameter: ParameterKind): readonly string[];
  /** Writes what all parameters share, and gives the update of one of them. */
  build(context: OptimizerContext<Values<P>>): (parameter: ParameterUpdate) => UpdatedParameter;
}

/** Where training stands: `step` steps are done of `epochs` × `stepsPerEpoch`. */
export interface Progress {
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Scores of the epochs done so far, for schedules that read them. */
  readonly history?: readonly EpochScores[];
}

export interface ScheduleEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'schedule';
  /** Whether `factor` reads the history. */
  readonly readsHistory?: true;
  /** What the optimizer's rate is multiplied by for the next step. */
  factor(values: Values<P>, progress: Progress): number;
}

/** Results after one epoch, by measure: of the validation split, or of the training split where there is none. */
export type EpochScores = Readonly<Record<string, number>>;

export interface StopDecision {
  readonly stop: boolean;
  /** Index in the history of the epoch whose parameters are to be kept. */
  readonly best: number;
}

export interface StopEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'stop';
  /** Decides from all epochs so far (at least one), so that a resumed run decides alike. */
  decide(values: Values<P>, history: readonly EpochScores[]): StopDecision;
}

export const defineLoss = <P extends Parameters>(
  entry: Omit<LossEntry<P>, 'kind'>,
): LossEntry<P> => ({ ...entry, kind: 'loss' });

export const defineOptimizer = <P extends Parameters>(
  entry: Omit<OptimizerEntry<P>, 'kind'>,
): OptimizerEntry<P> => ({ ...entry, kind: 'optimizer' });

export const defineSchedule = <P extends Parameters>(
  entry: Omit<ScheduleEntry<P>, 'kind'>,
): ScheduleEntry<P> => ({ ...entry, kind: 'schedule' });

export const defineStop = <P extends Parameters>(
  entry: Omit<StopEntry<P>, 'kind'>,
): StopEntry<P> => ({ ...entry, kind: 'stop' });
