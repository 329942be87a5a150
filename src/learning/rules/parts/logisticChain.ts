import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import { flattened } from '../../../network/layers/flatten';
import type { LoweredNetwork } from '../../../network/lower';
import type { Layer, Network } from '../../../network/network';
import type { ParameterSpec } from '../../../network/parameters';
import { trainedLayers } from '../../../network/subnetwork';
import { Random } from '../../../random/random';
import { elements } from '../../../shape/elements';
import { reshape } from '../../../graph/layout';
import type { EvaluationBuilder } from '../../evaluationBuilder';
import { LearningError } from '../../learningError';
import type { StepBuilder } from '../../stepBuilder';
import { imageRead } from './affineLayer';
import { layerWeights, type LayerWeights } from './layerWeights';

/** What rules for several layers of logistic units share: binary units, each layer above the one before. */

/** Why a rule for at least so many layers of logistic units, one above the other, does not fit; empty where it does. */
export function chainIncompatibilities(
  rule: string,
  network: Network,
  least: number,
  trained = trainedLayers(network),
): readonly LearningError[] {
  const refuse = (message: string, at?: Layer) => [new LearningError('rule-layer', message, at)];
  for (const [i, layer] of trained.entries()) {
    const below = trained.at(i - 1)!;
    if (!layer.entry.affine || layer.shared)
      return refuse(
        `\`${rule}\` trains \`dense\` layers of \`logistic\` units; \`${layer.id}\` is ${layer.shared ? 'one that shares its weights' : `\`${layer.entry.name}\``}; name those it is to train in a phase, or freeze \`${layer.id}\``,
        layer,
      );
    if (layer.activations.map(({ entry }) => entry.name).join() !== 'logistic')
      return refuse(
        `\`${rule}\` needs \`logistic\` after \`${layer.id}\`; name the layers it is to train in a phase, or freeze \`${layer.id}\``,
        layer,
      );
    if (i > 0 && layer.inputs.join() !== below.id)
      return refuse(
        `\`${rule}\` trains layers that follow each other; \`${layer.id}\` does not read \`${below.id}\``,
        layer,
      );
  }
  if (trained.length >= least) return [];
  const [only] = trained;
  return refuse(
    `\`${rule}\` needs ${least} \`dense\` layers of \`logistic\` units, one above the other; \`${network.name}\` has ${only ? `\`${only.id}\` alone` : 'none that learns'}`,
    only,
  );
}

/** One layer of a chain. */
export interface LogisticLayer extends LayerWeights {
  readonly layer: Layer;
  readonly inputs: number;
  readonly units: number;
}

export interface LogisticChain {
  /** What the lowest layer reads: [N, inputs]. */
  readonly visible: Value;
  /** From the bottom up. */
  readonly layers: readonly LogisticLayer[];
}

/** Finds these layers, all that learn when left out, in a lowered network. */
export function logisticChain(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
  trained = trainedLayers(network),
): LogisticChain {
  const [lowest] = trained;
  const [shape] = lowest.inputShapes;
  const read = lowered.layers.get(lowest.inputs[0])?.output ?? lowered.input;
  return {
    visible: graph.within({ layer: lowest.id }, () => flattened(graph, read, shape)),
    layers: trained.map((layer) => unitsOf(layer, lowered)),
  };
}

/** The parameters of a dense layer in a lowered network. */
export function unitsOf(layer: Layer, lowered: LoweredNetwork): LogisticLayer {
  return {
    layer,
    ...layerWeights(layer, lowered),
    inputs: elements(layer.inputShapes[0]),
    units: layer.shape[0],
  };
}

/** Probabilities of the units of a layer, [N, units], given what it reads. */
export const upward = (
  graph: GraphBuilder,
  { weight, bias }: Pick<LogisticLayer, 'weight' | 'bias'>,
  below: Value,
): Value => graph.sigmoid(graph.gemm(below, weight, { ...(bias && { bias }), transB: 1 }));

/** Probabilities of the units a layer reads, [N, inputs], given its own units: σ(h G + g) with G of shape [units, inputs]. */
export const downward = (graph: GraphBuilder, weight: Value, bias: Value, above: Value): Value =>
  graph.sigmoid(graph.gemm(above, weight, { bias }));

/** A parameter of the rule's own, beside those of a layer. It starts at zero. */
export const ownParameter = (
  { layer }: Pick<LogisticLayer, 'layer'>,
  name: string,
  shape: readonly number[],
) => ({
  name,
  key: `${layer.id}.${name}`,
  layer: layer.id,
  shape,
  initializer: { name: 'zeros', arguments: {} },
  fanIn: shape.at(-1)!,
  fanOut: shape[0],
  penalized: false,
  frozen: false,
});

export type OwnParameter = ParameterSpec & { readonly key: string; readonly layer: string };

/** Binary units drawn by their probabilities, with random numbers of the step. */
export const drawnIn =
  (step: StepBuilder) =>
  (probability: Value, name: string, shape = probability.type.shape.map(Number)): Value =>
    new Arithmetic(step.graph).greater(probability, step.uniform(name, shape));

/** So many samples are dreamt for a picture. */
export const dreams = 16;

/** Uniform numbers that are the same in each epoch, so that pictures can be compared. */
export function chance(graph: GraphBuilder, shape: readonly number[], name: string): Value {
  const numbers = new Random(1, 'dreams', name).fillUniform(new Float32Array(elements(shape)));
  return graph.constant(numbers, shape);
}

/** Draws rows of visible units as images, one below the other, where the lowest layer reads images. */
export function drawImages(
  evaluation: EvaluationBuilder,
  network: Network,
  lowest: Layer,
  name: string,
  caption: string,
  rows: readonly Value[],
): void {
  const shape = imageRead(lowest, network);
  if (!shape) return;
  const { graph } = evaluation;
  const images = rows.map((each) => reshape(graph, each, [each.type.shape[0], ...shape]));
  evaluation.picture(
    name,
    caption,
    images.length > 1 ? graph.concat(images, { axis: 2 }) : images[0],
  );
}
