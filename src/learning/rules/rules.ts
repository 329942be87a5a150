import { backprop } from './backprop';
import type { RuleEntry } from './rule';

/** Every learning rule; the first is that of a `train` that names none. */
export const rules: readonly RuleEntry[] = [backprop];
