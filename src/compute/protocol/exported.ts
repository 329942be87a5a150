import * as z from 'zod';

const port = z.object({
  name: z.string(),
  shape: z.array(z.union([z.number().int(), z.string()])),
});

/** An exported model. */
export const exported = z.object({
  file: z.string(),
  bytes: z.number().int(),
  opset: z.number().int(),
  inputs: z.array(port),
  outputs: z.array(port),
  /** The run whose parameters were exported, and its step; absent for a model from a file as it is there. */
  run: z.string().optional(),
  step: z.number().int(),
  /** Largest difference between the file's answers in a fresh session and the evaluation graph's. */
  difference: z.number(),
});
export type Exported = z.infer<typeof exported>;
