import type { FileContext } from '../program/modelFiles';
import type { Program } from '../program/program';

/** A notebook as it is to be analysed. */
export interface NotebookSources {
  /** The texts of the code cells. */
  readonly sources: readonly string[];
  /** Settings given on the command line. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Where files are looked for; absent: none are read. */
  readonly files?: FileContext;
}

/** A notebook as the analysis thread keeps it. */
export interface AnalyzedNotebook extends NotebookSources {
  readonly program: Program;
}
