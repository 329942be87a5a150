import * as z from 'zod';

/** A text that a network has written. */
export const generated = z.object({
  network: z.string(),
  data: z.string(),
  /** Absent where it is freshly initialized. */
  run: z.string().optional(),
  temperature: z.number(),
  /** What it was given, and what it wrote behind that. */
  given: z.string(),
  text: z.string(),
});
export type Generated = z.infer<typeof generated>;
