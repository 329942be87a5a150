import { LanguageError } from '../../language/source';
import { stateNames } from '../../learning/update';
import { trainingMemory } from '../../network/size';
import { formatBytes } from '../../text/numbers';
import { defineCheck } from './check';

/** What is computed with the network fits into the memory, before anything is allocated that could not be. */
export const memory = defineCheck('free', ({ network, updates, batch }, free) => {
  const needed = trainingMemory(network, batch, updates ? stateNames(updates).length : 0);
  if (needed <= free) return [];
  const message = `\`${network.name}\` with batches of ${batch} needs about ${formatBytes(needed)} of memory; ${formatBytes(free)} are free.`;
  const hint = 'Make its largest layers smaller, pool earlier, or use a smaller batch.';
  return [new LanguageError('too-large', message, network.location, undefined, hint)];
});
