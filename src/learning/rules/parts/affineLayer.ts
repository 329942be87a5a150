import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import { quoted } from '../../../language/literals';
import { layers } from '../../../network/catalogue';
import type { LayerEntry } from '../../../network/entries';
import type { LoweredNetwork } from '../../../network/lower';
import type { Layer, Network } from '../../../network/network';
import { trainedLayers } from '../../../network/subnetwork';
import { flattened } from '../../../network/layers/flatten';
import { elements } from '../../../shape/elements';
import type { EvaluationBuilder } from '../../evaluationBuilder';
import { LearningError } from '../../learningError';
import { changes } from '../../measures';
import type { StepBuilder } from '../../stepBuilder';
import { layerWeights, type LayerWeights } from './layerWeights';
import { meanOuter } from './meanOuter';

/** What rules for one layer of units share: which layer learns, what it reads, how its weights look. */

/**
 * Why a rule for one layer W x + b with one of these activations does not fit a network; empty where it does. Of several layers
 * that learn, `advised` is the one to be named.
 */
export const affineIncompatibilities = (
  rule: string,
  network: Network,
  activations: readonly string[],
  advised = trainedLayers(network)[0],
): readonly LearningError[] =>
  oneLayerIncompatibilities(rule, network, advised) ??
  layerIncompatibilities(
    rule,
    trainedLayers(network)[0],
    (entry) => entry.affine !== undefined,
    activations,
  );

/** The same of a rule for any layer that is linear in inputs and weights: see `linearLayer.ts`. */
export const linearIncompatibilities = (
  rule: string,
  network: Network,
  activations: readonly string[],
): readonly LearningError[] => {
  const [layer] = trainedLayers(network);
  return (
    oneLayerIncompatibilities(rule, network, layer) ??
    linearLayerIncompatibilities(rule, layer, activations)
  );
};

export const linearLayerIncompatibilities = (
  rule: string,
  layer: Layer,
  activations: readonly string[],
): readonly LearningError[] =>
  layerIncompatibilities(rule, layer, (entry) => entry.filters !== undefined, activations);

const refused = (message: string, at?: Layer): readonly LearningError[] => [
  new LearningError('rule-layer', message, at),
];

/** Why a rule for one layer has none, or more; `advised` is named to be the first. */
export function oneLayerIncompatibilities(
  rule: string,
  network: Network,
  advised: Layer | undefined,
): readonly LearningError[] | undefined {
  const [layer, second] = trainedLayers(network);
  if (!layer || !advised) return refused(`\`${rule}\` has nothing to train in \`${network.name}\``);
  if (!second) return undefined;
  return refused(
    `\`${rule}\` trains one layer, but \`${layer.id}\` and \`${second.id}\` both learn; freeze one of them, or train them one ` +
      `after the other: \`phase first: ${rule} { layers ${advised.stored ? quoted(advised.id) : advised.id} }\``,
    second,
  );
}

/** Why a rule does not fit this layer: its kind, or what follows it. */
export function layerIncompatibilities(
  rule: string,
  layer: Layer,
  isFitting: (entry: LayerEntry) => boolean,
  activations: readonly string[],
): readonly LearningError[] {
  if (!isFitting(layer.entry) || layer.shared) {
    const fitting = [...layers].flatMap((entry) => (isFitting(entry) ? [`\`${entry.name}\``] : []));
    return refused(
      `\`${rule}\` trains a layer such as ${fitting.join(' or ')}; \`${layer.id}\` is ${layer.shared ? 'one that shares its weights' : `\`${layer.entry.name}\``}`,
      layer,
    );
  }
  const names = layer.activations.map(({ entry }) => entry.name);
  const fits = activations.some((name) =>
    name === '' ? names.length === 0 : names.join() === name,
  );
  if (fits) return [];
  const wanted = activations.map((name) => (name === '' ? 'no activation' : `\`${name}\``));
  return refused(
    `\`${rule}\` needs ${wanted.join(' or ')} after \`${layer.id}\`${names.length > 0 ? `, not \`${names.join(' ')}\`` : ''}`,
    layer,
  );
}

/** The layer that learns, in a graph. */
export interface AffineLayer extends LayerWeights {
  readonly layer: Layer;
  /** What it reads: [N, inputs]. */
  readonly input: Value;
  /** W x + b, and what the activation makes of it: [N, units]. */
  readonly sum: Value;
  readonly output: Value;
  readonly inputs: number;
  readonly units: number;
}

/** Finds the one layer that learns in a lowered network. */
export function affineLayer(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
): AffineLayer {
  const [layer] = trainedLayers(network);
  const [from] = layer.inputs;
  const read = lowered.layers.get(from)?.output ?? lowered.input;
  const [shape] = layer.inputShapes;
  const { preActivation, output } = lowered.layers.get(layer.id)!;
  return {
    layer,
    input: graph.within({ layer: layer.id }, () => flattened(graph, read, shape)),
    sum: preActivation,
    output,
    ...layerWeights(layer, lowered),
    inputs: elements(shape),
    units: layer.shape[0],
  };
}

/** Samples with a 1 behind the last number: what a bias reads. */
export function withOne(graph: GraphBuilder, x: Value): Value {
  const a = new Arithmetic(graph);
  const zeros = a.mul(a.sum(x, [1], true), 0);
  return graph.concat([x, a.add(zeros, 1)], { axis: 1 });
}

/** The shape [channels, height, width] of the images a layer reads, directly or in another shape; undefined where it reads none. */
export function imageRead(layer: Layer, network: Network): readonly number[] | undefined {
  const [from] = layer.inputs;
  const [shape] = layer.inputShapes;
  if (shape.length === 3) return shape[0] === 1 || shape[0] === 3 ? shape : undefined;
  const before = network.layers.find(({ id }) => id === from);
  const givesAll =
    before?.entry.givesOn !== undefined &&
    before.activations.length === 0 &&
    elements(before.shape) === elements(before.inputShapes[0]);
  return givesAll ? imageRead(before, network) : undefined;
}

/** Draws the weights of units or maps as images, where the layer reads images. */
export function drawWeights(
  evaluation: EvaluationBuilder,
  network: Network,
  { layer, weight }: { readonly layer: Layer; readonly weight: Value },
): void {
  const { graph } = evaluation;
  const image = imageRead(layer, network);
  if (!image || !layer.entry.filters) return;
  const images = layer.entry.filters(graph, weight, layer.arguments, [image]);
  evaluation.picture('weights', `Weights of ${layer.id}`, images);
}

/**
 * Moves the weights of a layer of units against the mean of `wrong` xᵀ over the batch, where `wrong` is output less target,
 * [N, units]; tells how far.
 */
export function correct(
  step: StepBuilder,
  lowered: LoweredNetwork,
  { input, weightKey, biasKey }: AffineLayer,
  wrong: Value,
): void {
  const { graph } = step;
  const a = new Arithmetic(graph);
  const per = 1 / step.batch;
  const gradients = new Map([
    [weightKey, meanOuter(graph, wrong, input, step.batch)],
    ...(biasKey === undefined ? [] : [[biasKey, a.mul(a.sum(wrong, [0]), per)] as const]),
  ]);
  step.measure(changes, step.norms([...gradients.values()]), { items: [...gradients.keys()] });
  step.descend(step.penalized(gradients, lowered), lowered.parameters);
}
