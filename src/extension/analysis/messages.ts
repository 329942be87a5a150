import type { Diagnostic } from '../../language/source';
import type { FileContext } from '../../program/modelFiles';
import type { Outline } from './outline';
import type { Query } from './queries';

/** What the analysis thread is told about a notebook, which its URI names. Requests with an `id` are answered. */
export type AnalysisMessage = { readonly notebook: string } & (
  | ({ readonly kind: 'analyze'; readonly id: number } & AnalysisSubject)
  /** Asked of the notebook as it was analysed last. */
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly query: Query;
      readonly argument: unknown;
    }
  | { readonly kind: 'forget' }
);

export interface AnalysisSubject {
  /** The texts of the code cells. */
  readonly sources: readonly string[];
  /** Where files are looked for; absent: none are read. */
  readonly files?: FileContext;
}

/** What it answers. What the data files say comes later than the outline, with the same `id`. */
export type AnalysisReply =
  | { readonly id: number; readonly outline: Outline }
  | { readonly id: number; readonly findings: readonly Diagnostic[] }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: string };
