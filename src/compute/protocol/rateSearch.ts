import * as z from 'zod';
import { measure } from '../../runs/measures';

/** What a range test of learning rates found. */
export const rateSearch = z.object({
  network: z.string(),
  /** The phase it is the rate of, where there are several. */
  phase: z.string().optional(),
  data: z.string(),
  device: z.string(),
  /** As it would be written. */
  optimizer: z.string(),
  /** Samples of one update. */
  batch: z.number().int(),
  range: z.object({ lowest: z.number(), highest: z.number(), steps: z.number().int() }),
  /** What the training pursues. */
  measure,
  /** Its values, a step each, up to where the training diverged or was stopped. */
  points: z.array(z.object({ rate: z.number(), value: z.number(), smoothed: z.number() })),
  /** The rates that follow were not tried: the values had left all sense. */
  diverged: z.boolean(),
  /** The rates that follow were not tried: the search was asked to stop. */
  stopped: z.literal(true).optional(),
  /** The values are lowest at the last rate. */
  openEnded: z.boolean(),
  /** Rates to train with, absent where the values do not fall: where they fall fastest, and one tenth of the rate where they are lowest. */
  steepest: z.number().optional(),
  tenthOfMinimum: z.number().optional(),
});
export type RateSearch = z.infer<typeof rateSearch>;
