import { indexSymbols, type SymbolIndex } from '../language/services/symbolIndex';
import type { NamedNotebook } from '../language/services/rename';
import type { Program } from './program';
import { notebookVocabulary } from './vocabulary';

const known = new WeakMap<Program, SymbolIndex>();

/** What every name in a notebook refers to. */
export function symbolIndex(program: Program): SymbolIndex {
  const index = known.get(program) ?? indexSymbols(program.cells, notebookVocabulary);
  known.set(program, index);
  return index;
}

/** A notebook as `rename` takes it; `sources` are the texts of its code cells. */
export const namedNotebook = (program: Program, sources: readonly string[]): NamedNotebook => ({
  sources,
  index: symbolIndex(program),
  vocabulary: notebookVocabulary,
});
