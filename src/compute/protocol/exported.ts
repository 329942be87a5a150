import * as z from 'zod';
import { writableOpsets } from '../../graph/opset';
import { clientNames } from '../../program/clients';

const port = z.object({
  name: z.string(),
  shape: z.array(z.union([z.number().int(), z.string()])),
});

/** What a file is to be like, where someone asks for it, and what is written beside it: `ExportForm`. */
export const exportForm = z.object({
  opset: z.number().int().min(writableOpsets.oldest).max(writableOpsets.newest).optional(),
  precision: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('float16') }),
      z.object({
        type: z.literal('int8'),
        split: z.enum(['train', 'validation', 'test']).optional(),
        samples: z.number().int().min(1),
      }),
    ])
    .optional(),
  logits: z.literal(true).optional(),
  raw: z.literal(true).optional(),
  clients: z.array(z.enum(clientNames)).optional(),
});

export type ExportRequestForm = z.infer<typeof exportForm>;
export { writableOpsets };

const score = z.object({
  bytes: z.number().int(),
  split: z.enum(['train', 'validation', 'test']),
  samples: z.number().int(),
  measure: z.enum(['accuracy', 'error']),
  value: z.number(),
});

/** What integers of 8 bits took from a model. */
export const quantized = z.object({
  calibration: z.object({
    split: z.enum(['train', 'validation', 'test']),
    samples: z.number().int(),
  }),
  before: score,
  after: score,
});
export type Quantized = z.infer<typeof quantized>;

/** An exported model. */
export const exported = z.object({
  file: z.string(),
  /** The file beside it with the data of its large tensors, where one file cannot hold them. */
  data: z.string().optional(),
  /** Of all of it. */
  bytes: z.number().int(),
  opset: z.number().int(),
  inputs: z.array(port),
  outputs: z.array(port),
  /** The run whose parameters were exported, and its step; absent for a model from a file as it is there. */
  run: z.string().optional(),
  step: z.number().int(),
  /** Largest difference between the file's answers in a fresh session and the evaluation graph's. */
  difference: z.number(),
  quantized: quantized.optional(),
  /** Programs that run it, in files beside it. */
  clients: z.array(z.string()).optional(),
});
export type Exported = z.infer<typeof exported>;
