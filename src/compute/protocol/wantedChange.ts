import * as z from 'zod';

/** What is to change of a training while it goes on; what is left out stays. */
export const wantedChange = z.object({
  /** Rate of the next step; the schedule goes on from there in proportion. */
  rate: z.number().positive().optional(),
  /** Instead of a rate: what to multiply it by. */
  rateFactor: z.number().positive().optional(),
  epochs: z.number().int().min(1).max(1_000_000).optional(),
  /** As it would be written behind `stop`, or `none`. */
  stop: z.string().optional(),
  /** Whether the epoch going on is the last one. */
  finish: z.boolean().optional(),
});
export type WantedChange = z.infer<typeof wantedChange>;
