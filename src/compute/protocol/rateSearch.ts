import { z } from 'zod';

/** What a range test of learning rates found. */
export const rateSearch = z.object({
  network: z.string(),
  data: z.string(),
  device: z.string(),
  /** As it would be written. */
  optimizer: z.string(),
  /** Samples of one update. */
  batch: z.number().int(),
  range: z.object({ lowest: z.number(), highest: z.number(), steps: z.number().int() }),
  /** A step each, up to where the training diverged. */
  points: z.array(z.object({ rate: z.number(), loss: z.number(), smoothed: z.number() })),
  /** The rates that follow were not tried: the loss had left all sense. */
  diverged: z.boolean(),
  /** The loss is lowest at the last rate. */
  openEnded: z.boolean(),
  /** Rates to train with, absent where the loss does not fall: where it falls fastest, and one tenth of the rate at minimum loss. */
  steepest: z.number().optional(),
  tenthOfMinimum: z.number().optional(),
});
export type RateSearch = z.infer<typeof rateSearch>;
