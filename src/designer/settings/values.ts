import type { Expression } from '../../language/syntax';
import type { WrittenCall } from '../arguments';

/** A value that is a word of the vocabulary, with arguments or without: `sgd(rate: 0.1)`, `cosine`. */
export function valueOfWord(value: Expression | undefined): WrittenCall | undefined {
  if (value?.kind === 'call') return value;
  if (value?.kind !== 'reference' || value.path.length !== 1 || value.index) return undefined;
  return { name: value.path[0], arguments: [], location: value.location };
}
