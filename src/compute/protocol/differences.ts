import * as z from 'zod';
import { wireTensor } from './wireTensor';

/** Where the answers of two runs to the same samples differ. */

const count = z.number().int().min(0);
const each = <T extends z.ZodType>(of: T) => z.tuple([of, of]);

export const differences = z.object({
  data: z.string(),
  split: z.enum(['train', 'validation', 'test']),
  names: z.array(z.string()),
  answers: count,
  /** How many of them are right in both runs, in one only, and in none. */
  bothRight: count,
  onlyFirst: count,
  onlySecond: count,
  bothWrong: count,
  /** Of those that are wrong in both: with different answers. */
  wrongApart: count,
  /** Answers of which one is right, the most confident mistakes first. */
  examples: z.array(
    z.object({
      sample: count,
      step: count.optional(),
      truth: count,
      predicted: each(count),
      /** What the predicted class was given. */
      confidence: each(z.number()),
    }),
  ),
  /** Of the examples, where samples are images: [count, channels, height, width]. */
  images: wireTensor.optional(),
});
export type Differences = z.infer<typeof differences>;
