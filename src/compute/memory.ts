import { freemem } from 'node:os';
import { size } from '../data/memoryLimit';
import type { TrainPlan } from '../learning/plan';
import { stateNames } from '../learning/update';
import type { Network } from '../network/network';
import { elements } from '../network/shapes';
import { CoreError } from './error';

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
  plan: Pick<TrainPlan, 'optimizer' | 'accumulate' | 'average'> | undefined,
  batch: number,
): number {
  let parameters = 0;
  let activations = elements(network.input.shape);
  for (const layer of network.layers) {
    for (const { shape } of layer.parameters) parameters += elements(shape);
    activations += elements(layer.shape) * activationCopies;
  }
  const pieces = 1 + (plan ? stateNames(plan).length : 0);
  return float * (parameters * (stateCopies * pieces + parameterCopies) + activations * batch);
}

/** Throws `too-large`, at the network, before anything is allocated that could not be. */
export function assertNetworkFits(
  network: Network,
  plan: Pick<TrainPlan, 'optimizer' | 'accumulate' | 'average'> | undefined,
  batch: number,
): void {
  const needed = trainingBytes(network, plan, batch);
  const free = Math.min(freemem(), constrained());
  if (needed <= free) return;
  throw new CoreError({
    exit: 1,
    code: 'too-large',
    message: `\`${network.name}\` with batches of ${batch} needs about ${size(needed)} of memory; ${size(free)} are free.`,
    hint: 'Make its largest layers smaller, pool earlier, or use a smaller batch.',
    ...network.location,
  });
}

/** What is free within the limit of a container, where there is one. */
function constrained(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.max(0, limit - process.memoryUsage.rss()) : Infinity;
}
