import { EntryTable } from '../../language/entryTable';
import type { BoundCall } from '../../language/vocabulary';
import type { Network } from '../../network/network';
import type { LossEntry } from '../entries';
import { givesProbabilities } from './heads';
import { rbf, squaredHinge } from './margins';
import { binaryCrossEntropy, crossEntropy, focal } from './probabilities';
import { huber, mse, reconstruction } from './squares';

/** Every loss, in the order of the reference. */
export const losses = new EntryTable<LossEntry>('loss', [
  crossEntropy,
  focal,
  binaryCrossEntropy,
  mse,
  huber,
  squaredHinge,
  reconstruction,
  rbf,
]);

/** The loss of a network where nothing names one. */
export const usualLoss = ({ outputs: [main] }: Network): BoundCall =>
  losses.call(givesProbabilities(main) ? crossEntropy.name : mse.name);
