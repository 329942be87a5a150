import { z } from 'zod';

/** Bytes of a table that a page may have saved, at most. */
const mostText = 8_000_000;

/** A table of a page, to be saved where the user says. */
export const saveMessage = z.object({
  type: z.literal('save'),
  /** Suggested: a plain file name. */
  name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,95}\.csv$/u),
  text: z.string().max(mostText),
});
export type SaveMessage = z.infer<typeof saveMessage>;
