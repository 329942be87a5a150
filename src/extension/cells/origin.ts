import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import * as z from 'zod';

/** What an output was made from, as it was then: digests of `Meanings`. */
export interface Origin {
  readonly statement: string;
  /** Of the cell; absent where only the run of the statement is known. */
  readonly cell?: string;
}

const metadata = z.object({
  dnn: z.object({ id: z.string(), statement: z.string(), cell: z.string().optional() }),
});

/** Stands in an output, where the renderer finds its `id`. */
export const originMetadata = (origin: Origin): Record<string, unknown> => ({
  dnn: { id: randomUUID(), ...origin },
});

/** Where an output is from, with the name the renderer knows it by; undefined for one that is from no statement. */
export const originOf = (
  output: vscode.NotebookCellOutput,
): (Origin & { readonly id: string }) | undefined => metadata.safeParse(output.metadata).data?.dnn;
