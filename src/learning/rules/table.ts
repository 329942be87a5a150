import { EntryTable } from '../../language/entryTable';
import type { RuleEntry } from './rule';

/** Every learning rule; `rules.ts` fills it. A table of its own, since rules may be made of others. */
export const rules = new EntryTable<RuleEntry>('rule', []);
