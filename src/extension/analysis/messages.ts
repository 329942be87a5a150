import type { Diagnostic } from '../../language/source';
import type { NotebookSources } from '../../services/notebook';
import type { Outline } from './outline';
import type { Query } from '../../services/queries';

/** What the analysis thread is told about a notebook, which its URI names. Requests with an `id` are answered. */
export type AnalysisMessage = { readonly notebook: string } & (
  | ({ readonly kind: 'analyze'; readonly id: number } & NotebookSources)
  /** Asked of the notebook as it was analysed last. */
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly query: Query;
      readonly argument: unknown;
    }
  | { readonly kind: 'forget' }
);

/** What it answers. What the data files say comes later than the outline, with the same `id`. */
export type AnalysisReply =
  | { readonly id: number; readonly outline: Outline }
  | { readonly id: number; readonly findings: readonly Diagnostic[] }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: string };
