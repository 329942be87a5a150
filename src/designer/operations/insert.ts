import * as z from 'zod';
import type { Path } from '../chain';
import { inserted } from '../lines';
import { defineOperation } from '../operation';
import { gap, gapIn, text } from '../targets';

/** Writes a statement into a gap. */
export const insert = defineOperation(
  'insert',
  z.object({ at: gap, text }),
  (context, { at, text: line }) => {
    const chain = gapIn(context, at);
    const select: Path = [...at.chain, at.index];
    return { edits: [inserted(context.source, chain, at.index, line)], select };
  },
);
