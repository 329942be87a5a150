import type * as z from 'zod';
import type { Action } from '../program/program';
import type { Emphasize } from './table';

/** What surrounds a result where it is shown as text. */
export interface TextContext {
  readonly strong: Emphasize;
  /** The action it is the result of; absent where it was asked for without one. */
  readonly action?: Action;
  /** The folder files are named from. */
  readonly folder: string;
}

/** A result as a line of `--json`; `event` says which other fields there are. */
export interface ResultLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The results of one kind: what they are, and how they are shown. */
export interface ResultView<R = unknown> {
  /** The kind a verb names as its `result`. */
  readonly kind: string;
  /** What a result has to be to be shown. */
  readonly schema: z.ZodType<R>;
  /** For a terminal. */
  text(result: R, context: TextContext): string;
  /** For a notebook where no renderer knows the kind; absent: the text as it is. Files are named from `folder`. */
  markdown?(result: R, folder: string): string;
  /** The line of `--json`; absent: the result under the name of the kind. */
  line?(result: R): ResultLine;
}

/** A result where nothing can be emphasized. */
export const plainText = <R>(view: ResultView<R>, result: R, folder: string): string =>
  view.text(result, { strong: (part) => part, folder }).trimEnd();
