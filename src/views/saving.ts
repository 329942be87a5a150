import * as z from 'zod';

/** Characters of a file that a page may have saved, at most. */
const mostText = 8_000_000;

/** How what is in a file begins, by the ending of its name: in a PNG file with its signature, as base64. */
const beginnings = { csv: '', svg: '<svg ', png: 'iVBORw0KGgo' } as const;
export type SavedKind = keyof typeof beginnings;

/** The ending of a plain file name. */
export const savedKind = (name: string): SavedKind =>
  name.slice(name.lastIndexOf('.') + 1) as SavedKind;

/** A table or a picture of a page, to be saved where the user says. */
export const saveMessage = z
  .object({
    type: z.literal('save'),
    /** Suggested: a plain file name. */
    name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,95}\.(csv|svg|png)$/u),
    /** What is to be in the file; of a PNG file as base64. */
    text: z.string().max(mostText),
  })
  .refine(({ name, text }) => text.startsWith(beginnings[savedKind(name)]), {
    message: 'The text is not what the name of the file says.',
  });
/** A table for the clipboard. */
export const copyMessage = z.object({ type: z.literal('copy'), text: z.string().max(mostText) });

export type CopyMessage = z.infer<typeof copyMessage>;

export type SaveMessage = z.infer<typeof saveMessage>;
