import * as z from 'zod';
import {
  DesignError,
  type NotebookOperation,
  type OperationEntry,
  type ToldOperation,
} from '../operation';
import { settingsOperations } from '../settings/operations';
import { connect, disconnect } from './connect';
import { duplicate } from './duplicate';
import { extractBlock } from './extractBlock';
import { inlineBlock } from './inlineBlock';
import { insert } from './insert';
import { insertBetween } from './insertBetween';
import { move } from './move';
import { remove } from './remove';
import { replace } from './replace';
import { setActivations } from './setActivations';
import { setArgument } from './setArgument';
import { setLabel } from './setLabel';
import { setShape } from './setShape';
import { unwrap } from './unwrap';
import { wrap } from './wrap';

/** Every way of changing a network. */
const entries = [
  insert,
  remove,
  duplicate,
  move,
  connect,
  disconnect,
  insertBetween,
  wrap,
  unwrap,
  extractBlock,
  inlineBlock,
  setArgument,
  setActivations,
  setLabel,
  setShape,
  replace,
] as const;

type Told<E> =
  E extends Pick<OperationEntry<infer K, infer S>, 'kind' | 'form'>
    ? { readonly kind: K } & z.infer<S>
    : never;

/** What is to be done to a network or to what stands beside it, as the page says it. */
export type Operation = Told<(typeof entries | typeof settingsOperations)[number]>;

export const operationKinds = entries.map(({ kind }) => kind);

const all: readonly (OperationEntry | NotebookOperation)[] = [...entries, ...settingsOperations];

export const operationEntry = (kind: string): OperationEntry | NotebookOperation | undefined =>
  all.find((entry) => entry.kind === kind);

/** What a page asks for, checked: the operation says in its own form what it takes. Throws a `DesignError`. */
export function operationOf({ kind, ...told }: ToldOperation): Operation {
  const entry = operationEntry(kind);
  if (!entry) throw new DesignError(`There is no operation \`${kind}\`.`);
  const parsed = entry.form.safeParse(told);
  if (!parsed.success) throw new DesignError(z.prettifyError(parsed.error));
  return { kind, ...(parsed.data as object) } as Operation;
}
