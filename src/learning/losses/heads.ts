import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { sliceAxis } from '../../graph/layout';
import type { Levels } from '../../network/entries';
import { reshaped } from '../../network/layers/flatten';
import type { LoweredLayer } from '../../network/lower';
import type { Layer } from '../../network/network';
import { elements } from '../../shape/elements';
import type { Targets } from '../entries';

/** How a head answers: one unit for each class or value; of two classes one unit may tell the second. */

/** The activation that a head ends with, by its name. */
export const lastActivation = ({ activations }: Layer): string | undefined =>
  activations.at(-1)?.entry.name;

/** Whether a head gives the probabilities of classes that exclude each other. */
export const givesProbabilities = (head: Layer): boolean => lastActivation(head) === 'softmax';

/** How a head ends, for a message. */
export const ends = (activation: string | undefined): string =>
  activation ? `ends with \`${activation}\`` : 'has no activation';

/** Outputs or logits of a head as rows, like the targets. */
export const rows = (graph: GraphBuilder, value: Value, { layer }: LoweredLayer): Value =>
  layer.shape.length === 1 ? value : reshaped(graph, value, [elements(layer.shape)]);

export const meanOverOutputs = (graph: GraphBuilder, x: Value): Value =>
  graph.reduceMean(x, { axes: [1], keepdims: 0 });

/** What a unit of a head gives for no and for yes. */
export const levelsOf = ({ activations }: Layer): Levels =>
  activations.at(-1)?.entry.levels ?? [-1, 1];

/** Whether one unit tells two classes apart. */
export const isOneOfTwo = ({ kind, count }: Targets, units: number): boolean =>
  kind === 'classes' && count === 2 && units === 1;

/** Whether a head whose targets fit it is such a unit, by the targets' rows: [N, 2]. */
export const tellsTwoApart = ({ layer }: LoweredLayer, targets: Value): boolean =>
  elements(layer.shape) === 1 && targets.type.shape[1] === 2;

/** Whether the second of two classes is right, as the levels of one unit: [N, 1]. */
export function secondOfTwo(graph: GraphBuilder, targets: Value, [no, yes]: Levels): Value {
  const a = new Arithmetic(graph);
  const isSecond = sliceAxis(graph, targets, 1, 1, 1);
  return no === 0 && yes === 1 ? isSecond : a.sub(a.mul(isSecond, yes - no), -no);
}

/** What a unit that gives `yes` for the second of two classes says of both: y for the second, as far from no for the first. */
export const forBoth = ([no, yes]: Levels, y: number): readonly [first: number, second: number] => [
  no + yes - y,
  y,
];
