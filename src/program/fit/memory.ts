import { size } from '../../data/memoryLimit';
import { LanguageError } from '../../language/source';
import { stateNames } from '../../learning/update';
import type { Network } from '../../network/network';
import { elements } from '../../network/shapes';
import { defineCheck, type Training } from './check';

/** Bytes of a float32. */
const float = 4;
/** An output, the value before its activation, and the gradient of both. */
const activationCopies = 4;

/** Copies of each number of the state: before and after a step, and what the update computes between. */
const stateCopies = 3;
/** Copies of the parameters beside: their gradients, joined and parted for the update, and what a checkpoint reads. */
const parameterCopies = 7;

/** About how many bytes training takes, as measured on the CPU for networks that are nearly all parameters. */
export function trainingBytes(
  network: Network,
  updates: Training['updates'],
  batch: number,
): number {
  let parameters = 0;
  let activations = elements(network.input.shape);
  for (const layer of network.layers) {
    for (const { shape } of layer.parameters) parameters += elements(shape);
    activations += elements(layer.shape) * activationCopies;
  }
  const pieces = 1 + (updates ? stateNames(updates).length : 0);
  return float * (parameters * (stateCopies * pieces + parameterCopies) + activations * batch);
}

/** What is computed with the network fits into the memory, before anything is allocated that could not be. */
export const memory = defineCheck('free', ({ network, updates, batch }, free) => {
  const needed = trainingBytes(network, updates, batch);
  if (needed <= free) return [];
  const message = `\`${network.name}\` with batches of ${batch} needs about ${size(needed)} of memory; ${size(free)} are free.`;
  const hint = 'Make its largest layers smaller, pool earlier, or use a smaller batch.';
  return [new LanguageError('too-large', message, network.location, undefined, hint)];
});
