import { EntryTable } from '../../language/entryTable';
import type { BoundCall } from '../../language/vocabulary';
import type { OptimizerEntry, ParameterKind } from '../entries';
import { adam, adamw, rmsprop } from './adaptive';
import { lbfgs } from './lbfgs';
import { lion } from './lion';
import { muon } from './muon';
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
  lion,
  muon,
  rmsprop,
  rprop,
  sign,
  lbfgs,
]);

/** Names of the tensors an optimizer keeps for a parameter. */
export const optimizerState = (optimizer: BoundCall, parameter: ParameterKind): readonly string[] =>
  optimizers.of(optimizer).state(optimizer.arguments, parameter);
