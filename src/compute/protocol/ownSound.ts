import * as z from 'zod';
import { wireTensor } from './wireTensor';

/** A recording that a user brings, as an input of a network. */

/** Base64 characters of its file: 24 MiB. */
export const mostSound = 2 ** 25;

export const soundFile = z.object({
  /** Of the file. */
  name: z.string().max(255),
  /** Base64. */
  bytes: z.string().max(mostSound),
});
export type SoundFile = z.infer<typeof soundFile>;

export const ownSound = z.object({
  input: wireTensor,
  /** Steps of the sample, and those that the recording has: more are cut off, behind fewer there is silence. */
  steps: z.number().int(),
  recorded: z.number().int(),
});
export type OwnSound = z.infer<typeof ownSound>;
