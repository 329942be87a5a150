import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import * as z from 'zod';

/** What clients send, as far as it is read. */

const natural = z.int().min(0);
const position = z.object({ line: natural, character: natural });
const range = z.object({ start: position, end: position });
const textDocument = z.object({ uri: z.string() });

export const inDocument = z.object({ textDocument });
export const atPosition = z.object({ textDocument, position });
export const inRange = z.object({ textDocument, range });
export const ofReferences = atPosition.extend({
  context: z.object({ includeDeclaration: z.boolean() }),
});
export const ofSelections = z.object({ textDocument, positions: z.array(position).max(1000) });
export const ofRename = atPosition.extend({ newName: z.string().max(1000) });

/** Reads parameters; what does not fit is answered with an error that says what. */
export function read<T>(form: z.ZodType<T>, received: unknown): T {
  const { data, error } = form.safeParse(received);
  if (error) throw new ResponseError(ErrorCodes.InvalidParams, z.prettifyError(error));
  return data;
}
