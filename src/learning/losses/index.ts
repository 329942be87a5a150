import { EntryTable } from '../../language/entryTable';
import type { LossEntry } from '../entries';
import { rbf, squaredHinge } from './margins';
import { binaryCrossEntropy, crossEntropy } from './probabilities';
import { mse, reconstruction } from './squares';

/** Every loss, in the order of the reference. */
export const losses = new EntryTable<LossEntry>('loss', [
  crossEntropy,
  binaryCrossEntropy,
  mse,
  squaredHinge,
  reconstruction,
  rbf,
]);
