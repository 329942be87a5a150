import type { GraphBuilder } from '../../../graph/builder';
import { pullBack } from '../../../graph/gradients';
import type { Value } from '../../../graph/graph';
import { flattened } from '../../../network/layers/flatten';
import type { LoweredNetwork } from '../../../network/lower';
import type { Layer, Network } from '../../../network/network';
import { trainedLayers } from '../../../network/subnetwork';
import { elements } from '../../../shape/elements';
import { layerWeights, type LayerWeights } from './layerWeights';

/**
 * A layer W x + b in a graph, where W x is any product linear in both: `dense`, `conv`, `local`. What a rule needs of it besides
 * its sums are the transposes of that product, which are found by differentiation; for `dense` they are plain matrix products.
 */
export interface LinearLayer extends LayerWeights {
  readonly layer: Layer;
  /** What it reads, [N, …]: rows for a layer that flattens images, else as the images are. */
  readonly input: Value;
  /** W x + b of the input, and what the activation makes of it: [N, …]. */
  readonly sum: Value;
  readonly output: Value;
  /** Shapes of one input and of one output, without the batch. */
  readonly inputShape: readonly number[];
  readonly shape: readonly number[];
  /** W x + b of another input, of any batch: [M, …inputShape] → [M, …shape]. */
  sums(x: Value): Value;
  /** Wᵀ h, what the inputs get back from the units: [M, …shape] → [M, …inputShape]. */
  down(h: Value): Value;
  /** Σₙ hₙ xₙᵀ in the form of the weights, and Σₙ hₙ in that of the bias, by key; h is [M, …shape], x is [M, …inputShape]. */
  correlations(h: Value, x: Value): ReadonlyMap<string, Value>;
}

/** A layer whose entry has `filters`, in a lowered network; the one that learns, when none is named. */
export function linearLayer(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
  layer: Layer = trainedLayers(network)[0],
): LinearLayer {
  const [from] = layer.inputs;
  const read = lowered.layers.get(from)?.output ?? lowered.input;
  const [images] = layer.inputShapes;
  const { affine } = layer.entry;
  const input = affine
    ? graph.within({ layer: layer.id }, () => flattened(graph, read, images))
    : read;
  const inputShape = affine ? [elements(images)] : images;
  const weights = layerWeights(layer, lowered);
  const { weight, weightKey, bias, biasKey } = weights;
  const learned: [string, Value][] = [[weightKey, weight]];
  if (biasKey !== undefined && bias) learned.push([biasKey, bias]);
  const sums = (x: Value): Value => lowered.again(layer, [x]).preActivation;
  const sum = sums(input);
  const batchOf = ({ type }: Value) => type.shape[0];
  return {
    layer,
    input,
    sum,
    output: lowered.layers.get(layer.id)!.output,
    ...weights,
    inputShape,
    shape: layer.shape,
    sums,
    down(h) {
      // Its values do not matter, only its batch; what is not needed of its sums is dropped.
      const x =
        batchOf(h) === batchOf(input) ? input : zeros(graph, [Number(batchOf(h)), ...inputShape]);
      return pullBack(graph, x === input ? sum : sums(x), h, [x]).get(x)!;
    },
    correlations(h, x) {
      const found = pullBack(
        graph,
        sums(x),
        h,
        learned.map(([, value]) => value),
        { fixed: [x] },
      );
      return new Map(learned.map(([key, value]) => [key, found.get(value)!]));
    },
  };
}

const zeros = (graph: GraphBuilder, shape: readonly number[]): Value =>
  graph.expand(graph.scalar(0), shape);
