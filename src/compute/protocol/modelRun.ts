import * as z from 'zod';
import { wireTensor } from './wireTensor';

/** A model that runs on a picture a user brings, whatever is in its file that ONNX Runtime understands. */

/** Base64 characters of the picture's file: 24 MiB. */
const mostPicture = 2 ** 25;

/** Scales of pixels that models are trained on; bytes are 0 to 255. */
export const pixelScales = ['unit', 'bytes', 'signed', 'imagenet'] as const;
export type PixelScale = (typeof pixelScales)[number];

export const pictureFile = z.object({
  /** Of the file. */
  name: z.string().max(255),
  /** Base64. */
  bytes: z.string().max(mostPicture),
});

const modelOutput = z.object({
  name: z.string(),
  shape: z.array(z.number().int()),
  /** Absent where there is no number, or none that is finite. */
  range: z.object({ least: z.number(), greatest: z.number(), mean: z.number() }).optional(),
  /** Where it looks like classes: the most probable of them. */
  classes: z
    .object({
      /** The softmax of what the model gives; else that is probabilities already. */
      softmax: z.boolean(),
      count: z.number().int(),
      top: z.array(
        z.object({ index: z.number().int(), name: z.string().optional(), probability: z.number() }),
      ),
    })
    .optional(),
  /** Where it looks like a picture: made small, in 0..1. */
  picture: wireTensor.optional(),
});

export const modelRun = z.object({
  pixels: z.enum(pixelScales),
  /** What the model was given. */
  input: z.object({ name: z.string(), shape: z.array(z.number().int()), picture: wireTensor }),
  outputs: z.array(modelOutput),
  seconds: z.number(),
});
export type ModelRun = z.infer<typeof modelRun>;
export type ModelOutput = z.infer<typeof modelOutput>;
