import * as z from 'zod';
import { wireNumber } from '../../runs/wireNumber';

/** Steps of a training whose parameters are kept, and how those of a layer changed over them. */

/** Bins of a histogram, at most. */
const mostBins = 256;

/** A step of the run whose parameters are meant, one of its snapshots; absent: the newest ones. */
export const atStep = { step: z.number().int().min(0).optional() };

export const bins = z.number().int().min(1).max(mostBins).default(64);

export const snapshots = z.object({
  /** Absent: the network was never trained. */
  run: z.string().optional(),
  /** In order; the last one has the newest parameters. Empty where it was never trained. */
  steps: z.array(z.number().int()),
});
export type Snapshots = z.infer<typeof snapshots>;

const moments = z.object({
  mean: wireNumber,
  deviation: wireNumber,
  min: wireNumber,
  max: wireNumber,
});

export const weightHistory = z.object({
  ...snapshots.shape,
  parameters: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int()),
      /** Where the first bin begins and the last one ends: all have the same width, at all steps. */
      from: z.number(),
      to: z.number(),
      /** One for each step. */
      steps: z.array(moments.extend({ counts: z.array(z.number().int()) })),
    }),
  ),
});
export type WeightHistory = z.infer<typeof weightHistory>;
