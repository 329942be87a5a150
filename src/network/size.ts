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

/**
 * About how many bytes training takes with `states` numbers that the optimizer keeps of each parameter, as measured on the
 * CPU for networks that are nearly all parameters.
 */
export function trainingMemory({ input, layers }: Network, batch: number, states: number): number {
  const parameters = layers.reduce((sum, layer) => sum + parameterCount(layer), 0);
  const outputs = layers.reduce((sum, { shape }) => sum + elements(shape), 0);
  const activations = elements(input.shape) + activationCopies * outputs;
  const copies = stateCopies * (1 + states) + parameterCopies;
  return bytesPerNumber * (parameters * copies + activations * batch);
}
