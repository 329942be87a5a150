import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import type { BoundValues, Entry, Parameters, Values } from '../../language/vocabulary';

/** A number, or one for each of several items, that a step or an evaluation tells. */
export interface Measure {
  /** `loss`: the word by which stopping rules and schedules refer to it. */
  readonly name: string;
  /** What its column or curve is headed. */
  readonly label: string;
  /** As a formula: `‖∂E/∂w‖₂`. */
  readonly symbol?: string;
  /** Which way is better. */
  readonly goal: 'lower' | 'higher' | 'none';
  /** What batches come to in an epoch: their mean, or their sum. */
  readonly fold: 'mean' | 'sum';
  /** A fraction is shown in percent. */
  readonly unit?: 'fraction';
  /** What the numbers of a layer's parameters come to: their norm, as that of all they hold, or the largest of them. */
  readonly join?: 'largest';
  /** It counts: rounding may move a sample from one side to the other, so that two devices need not agree. */
  readonly discrete?: true;
  /** An evaluation tells how far its mean is above that of as many training samples, both with the same parameters. */
  readonly aboveTraining?: true;
  /** What there is one number of, each: keys of parameters. Absent: it is a single number. */
  readonly items?: readonly string[];
}

/** A parameter as a step changes it. */
export interface ChangedParameter {
  readonly key: string;
  /** Id of the layer it belongs to. */
  readonly layer: string;
  readonly weight: Value;
  /** Undefined where no gradient reaches it. */
  readonly gradient: Value | undefined;
  readonly next: Value;
}

/** A measure of the catalogue: what rules declare, and what `watch` may add to any rule. */
export interface MeasureEntry<P extends Parameters = Parameters>
  extends Entry<P>, Omit<Measure, 'items'> {
  readonly kind: 'measure';
  /** One number of a parameter, a scalar of shape [1]: with it `watch` may ask for the measure of every parameter. */
  readonly watch?: (graph: GraphBuilder, parameter: ChangedParameter) => Value;
  /**
   * How far each answer is right, from 0 to 1, [N], by outputs and classes, both [N, classes]: with it `watch` may ask for the
   * measure where a loss of classes is trained.
   */
  score?(graph: GraphBuilder, outputs: Value, targets: Value, values: Values<P>): Value;
  /**
   * Images [N, C, H, W] made of those of a batch: what is scored is the mean of the answers to them. Only evaluations tell such a
   * measure.
   */
  views?(this: void, graph: GraphBuilder, images: Value, values: Values<P>): readonly Value[];
  /** Why it tells nothing of so many classes, and what to write instead. */
  objection?(values: Values<P>, classes: number): string | undefined;
  /** What its column or curve is headed with these arguments; `label` when left out. */
  heading?(values: Values<P>): string;
}

export const defineMeasure = <P extends Parameters = Parameters>(
  entry: Omit<MeasureEntry<P>, 'kind' | 'parameters'> &
    Partial<Pick<MeasureEntry<P>, 'parameters'>>,
): MeasureEntry<P> => ({ parameters: {} as P, ...entry, kind: 'measure' });

/** What a measure is told of, where not of the whole step. */
export interface MeasureOf {
  readonly items?: readonly string[];
  /** Id of the head, where there are several. */
  readonly head?: string;
  readonly values?: BoundValues;
}

/** What an entry says of itself to those who show it. */
export function measureOf(entry: MeasureEntry, { items, head, values }: MeasureOf = {}): Measure {
  const { name, goal, fold, symbol, unit, join, discrete, aboveTraining } = entry;
  const label = (values && entry.heading?.(values)) ?? entry.label;
  const of = head === undefined ? '' : ` of ${head}`;
  return {
    ...{ name: name + of, label: label + of, goal, fold },
    ...(symbol !== undefined && { symbol }),
    ...(unit && { unit }),
    ...(join && { join }),
    ...(discrete && { discrete }),
    ...(aboveTraining && { aboveTraining }),
    ...(items && { items }),
  };
}

/** The name of a measure's output in a graph: no parameter of a model from a file is called so. */
export const outputOf = ({ name }: Pick<Measure, 'name'>): string => `measure:${name}`;

/** What a rule pursues: the first of its single numbers that has a goal. */
export const objectiveOf = <M extends Measure>(measures: readonly M[]): M | undefined =>
  measures.find(({ goal, items }) => goal !== 'none' && !items);
