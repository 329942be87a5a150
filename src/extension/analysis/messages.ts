import type { Diagnostic } from '../../language/source';
import type { NotebookSources } from '../../services/notebook';
import type { ModelQuery, ModelSubject } from './modelQueries';
import type { Outline } from './outline';
import type { Query } from '../../services/queries';

/** What the analysis thread is told. Requests with an `id` are answered. */
export type AnalysisMessage = NotebookMessage | ModelMessage;

/** About a notebook, which its URI names. */
export type NotebookMessage = { readonly notebook: string } & (
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

/** About a model's file. */
export interface ModelMessage extends ModelSubject {
  readonly kind: 'model';
  readonly id: number;
  readonly query: ModelQuery;
  readonly argument: unknown;
}

/** What it answers. What the data files say comes later than the outline, with the same `id`. */
export type AnalysisReply =
  | { readonly id: number; readonly outline: Outline }
  | { readonly id: number; readonly findings: readonly Diagnostic[] }
  | { readonly id: number; readonly answer: unknown }
  /** The file is not what was asked for: words for users. */
  | { readonly id: number; readonly refusal: string }
  | { readonly id: number; readonly failure: string };
