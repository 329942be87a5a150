import { backprop } from './backprop';
import { EntryTable } from '../../language/entryTable';
import type { RuleEntry } from './rule';

/** Every learning rule; the first is that of a `train` that names none. */
export const rules = new EntryTable<RuleEntry>('rule', [backprop]);
