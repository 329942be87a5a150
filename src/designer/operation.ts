import type * as z from 'zod';
import type { Statement } from '../language/syntax';
import type { Layer } from '../network/network';
import type { TextEdit } from '../language/textEdit';
import type { ChainOwner, Path } from './chain';
import type { StatementName } from './settings/statements';

/** The notebook that is edited. */
export interface NotebookContext {
  readonly sources: readonly string[];
  /** Statements of each code cell. */
  readonly cells: readonly (readonly Statement[])[];
}

/** The notebook that is edited, and the network or block in it. */
export interface EditContext extends NotebookContext {
  /** The layers of all networks, as far as they are understood. */
  readonly layers: readonly Layer[];
  readonly owner: ChainOwner;
  /** The owner's cell. */
  readonly source: string;
}

/** What an operation changes in the text. */
export interface Edit {
  readonly edits: readonly TextEdit[];
  /** Where to look afterwards: the statement that is new or was changed, by its path in the changed text. */
  readonly select?: Path;
  /** A new code cell, in front of the one of this number or behind the last. */
  readonly cell?: { readonly at: number; readonly text: string };
  /** The statement made of settings to look at afterwards. */
  readonly choose?: StatementName;
}

/** An operation that cannot be done, with the reason and what to do instead. */
export class DesignError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DesignError';
  }
}

export const outdated = () =>
  new DesignError('The text has changed since; look at it as it is now.');

/** What a page asks for, not checked yet. */
export interface ToldOperation {
  readonly kind: string;
  readonly [told: string]: unknown;
}

/** One way of changing a network: what it is told, and what it changes in the text. */
export interface OperationEntry<K extends string = string, S extends z.ZodType = z.ZodType> {
  readonly kind: K;
  /** What it is told beside its `kind`. */
  readonly form: S;
  /** No layer comes, goes or gets a name. */
  readonly keepsLayers?: true;
  /** What was told of the text before means the same in the text behind it: no statement comes, goes or moves. */
  readonly keepsPlaces?: true;
  edit(context: EditContext, told: z.infer<S>): Edit;
}

/** One way of changing what stands in a notebook beside networks and blocks. */
export interface NotebookOperation<
  K extends string = string,
  S extends z.ZodType = z.ZodType,
> extends Omit<OperationEntry<K, S>, 'edit'> {
  readonly about: 'notebook';
  edit(context: NotebookContext, told: z.infer<S>): Edit;
}

export const defineNotebookOperation = <K extends string, S extends z.ZodType>(
  kind: K,
  form: S,
  edit: (context: NotebookContext, told: z.infer<S>) => Edit,
  keeps: Pick<OperationEntry, 'keepsPlaces'> = {},
): NotebookOperation<K, S> => ({ kind, form, about: 'notebook', ...keeps, edit });

export const defineOperation = <K extends string, S extends z.ZodType>(
  kind: K,
  form: S,
  edit: (context: EditContext, told: z.infer<S>) => Edit,
  keeps: Pick<OperationEntry, 'keepsLayers' | 'keepsPlaces'> = {},
): OperationEntry<K, S> => ({ kind, form, ...keeps, edit });
