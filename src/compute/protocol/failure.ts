import * as z from 'zod';

/** How a request fails: kept in the JSON-RPC error's `data`. */
export const failure = z.object({
  /** Who has to act: 1 the notebook or its data is wrong, 3 the core failed. */
  exit: z.union([z.literal(1), z.literal(3)]),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  cell: z.number().int().optional(),
  start: z.number().int().optional(),
  end: z.number().int().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type Failure = z.infer<typeof failure>;
