import { elements } from '../shape/elements';
import type { Layer, Network } from './network';

/** What a network takes: parameters, and bytes of memory. */

const bytesPerNumber = 4;

/** Numbers in the parameters of a layer's own. */
export const parameterCount = ({ parameters }: Pick<Layer, 'parameters'>): number =>
  parameters.reduce((sum, { shape }) => sum + elements(shape), 0);

/** Bytes that a layer takes to compute one sample: its parameters, and what it gives. */
export const layerMemory = (layer: Pick<Layer, 'parameters' | 'shape'>): number =>
  bytesPerNumber * (parameterCount(layer) + elements(layer.shape));

/** An output, the value before its activation, and the gradient of both. */
const activationCopies = 4;
/** Copies of each number of the state: before and after a step, and what the update computes between. */
const stateCopies = 3;
/** Copies of the parameters beside: their gradients, joined and parted for the update, and what a checkpoint reads. */
const parameterCopies = 7;

/** What the memory of a training is for, in bytes. */
export interface TrainingMemory {
  /** The parameters, their gradients and what an update computes between. */
  readonly parameters: number;
  /** What the optimizer keeps of each parameter. */
  readonly optimizer: number;
  /** A batch, the outputs of the layers and their gradients. */
  readonly activations: number;
}

/**
 * About how many bytes training takes with `states` numbers that the optimizer keeps of each parameter, as measured on the
 * CPU for networks that are nearly all parameters.
 */
export function trainingMemoryParts(
  { input, layers }: Pick<Network, 'input' | 'layers'>,
  batch: number,
  states: number,
): TrainingMemory {
  const parameters = layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  const outputs = layers.reduce((sum, { shape }) => sum + elements(shape), 0);
  const activations = elements(input.shape) + activationCopies * outputs;
  return {
    parameters: bytesPerNumber * parameters * (stateCopies + parameterCopies),
    optimizer: bytesPerNumber * parameters * stateCopies * states,
    activations: bytesPerNumber * activations * batch,
  };
}

/** The sum of its parts. */
export function trainingMemory(...training: Parameters<typeof trainingMemoryParts>): number {
  const { parameters, optimizer, activations } = trainingMemoryParts(...training);
  return parameters + optimizer + activations;
}
