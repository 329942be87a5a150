import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { reshaped } from '../../network/layers/flatten';
import type { LoweredLayer } from '../../network/lower';
import type { Layer } from '../../network/network';
import { elements } from '../../shape/elements';

/** What losses share: how they see a head. */

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
