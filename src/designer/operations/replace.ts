import * as z from 'zod';
import { replaced } from '../lines';
import { defineOperation } from '../operation';
import { chainOf, path, statementOf, text } from '../targets';

/** Writes a statement anew. */
export const replace = defineOperation(
  'replace',
  z.object({ at: path, text }),
  (context, { at, text: line }) => {
    const { start, end } = statementOf(context, at).location;
    const chain = chainOf(context, at.slice(0, -1));
    return { edits: [replaced(context.source, chain, { start, end }, line.trim())], select: at };
  },
);
