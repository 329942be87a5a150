import { namesOf } from '../../language/services/symbols';
import type { Tables } from '../../language/services/tables';
import type { Program } from '../../program/program';
import { notebookVocabulary } from '../../program/vocabulary';

/** The words that may be written in a notebook: the vocabulary, and what all its cells define. */
export const tablesOf = (program: Program): Tables => ({
  vocabulary: notebookVocabulary,
  names: namesOf(program.cells.flat()),
});
