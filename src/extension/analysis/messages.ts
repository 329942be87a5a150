import type { Diagnostic } from '../../language/source';
import type { FileContext } from '../../program/modelFiles';
import type { Program } from '../../program/program';

/** What the analysis thread is asked: to understand the code cells of a notebook. */
export interface AnalysisRequest {
  readonly id: number;
  /** The notebook; a newer request for it ends the search for findings of an older one. */
  readonly notebook: string;
  readonly sources: readonly string[];
  /** Where files are looked for; absent: none are read. */
  readonly files?: FileContext;
}

/** What it answers: at first the program, later what the data files say of it. */
export type AnalysisReply =
  | { readonly id: number; readonly program: Program }
  | { readonly id: number; readonly findings: readonly Diagnostic[] }
  | { readonly id: number; readonly failure: string };
