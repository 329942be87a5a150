import type { z } from 'zod';
import type { Statement } from '../language/syntax';
import type { Layer } from '../network/network';
import type { TextEdit } from '../language/textEdit';
import type { ChainOwner, Path } from './chain';

/** The notebook that is edited, and the network or block in it. */
export interface EditContext {
  readonly sources: readonly string[];
  /** Statements of each code cell. */
  readonly cells: readonly (readonly Statement[])[];
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
}

/** An operation that cannot be done, with the reason and what to do instead. */
export class DesignError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DesignError';
  }
}

/** One way of changing a network: what it is told, and what it changes in the text. */
export interface OperationEntry<K extends string = string, S extends z.ZodType = z.ZodType> {
  readonly kind: K;
  /** What it is told beside its `kind`. */
  readonly form: S;
  /** No layer comes, goes or gets a name. */
  readonly keepsLayers?: true;
  edit(context: EditContext, told: z.infer<S>): Edit;
}

export const defineOperation = <K extends string, S extends z.ZodType>(
  kind: K,
  form: S,
  edit: (context: EditContext, told: z.infer<S>) => Edit,
  keeps: Pick<OperationEntry, 'keepsLayers'> = {},
): OperationEntry<K, S> => ({ kind, form, ...keeps, edit });
