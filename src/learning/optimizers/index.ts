import { EntryTable } from '../../language/entryTable';
import type { BoundCall } from '../../language/vocabulary';
import type { OptimizerEntry } from '../entries';
import { adam, adamw, rmsprop } from './adaptive';
import { lbfgs } from './lbfgs';
import { rprop } from './rprop';
import { sign } from './sign';
import { momentum, nesterov, sgd } from './sgd';

/** Every optimizer, in the order of the reference. */
export const optimizers = new EntryTable<OptimizerEntry>('optimizer', [
  sgd,
  momentum,
  nesterov,
  adam,
  adamw,
  rmsprop,
  rprop,
  sign,
  lbfgs,
]);

/** Names of the tensors an optimizer keeps for each parameter. */
export const optimizerState = (optimizer: BoundCall): readonly string[] =>
  optimizers.of(optimizer).state(optimizer.arguments);
