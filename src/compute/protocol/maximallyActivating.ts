import * as z from 'zod';
import { wireTensor } from './wireTensor';

/** The samples that excite the units of a layer most. */

/** What is looked at and sent, at most. */
export const maximallyActivatingLimits = {
  /** Samples of the split, evenly spread over it. */
  samples: 2000,
  /** Samples of a unit. */
  perUnit: 9,
  /** Units of a layer that are looked at, and those of one answer. */
  units: 4096,
  told: 32,
  /** Pixels of the longer side of a patch, and numbers of a sample that is no image. */
  side: 48,
  numbers: 2048,
} as const;

const count = z.number().int().min(0);

const activating = z.object({
  sample: count,
  /** What the unit gives at most for it. */
  value: z.number(),
  /** Where it does, among the unit's outputs: row and column, a step, or nothing where it has one output. */
  place: z.array(count),
  label: z.string().optional(),
  /** What the unit sees of the input there; absent: all of it. */
  region: z.object({ top: count, left: count, bottom: count, right: count }).optional(),
  /** Of images that region, [channels, height, width], smaller where it is large; of others the sample, its first numbers. */
  input: wireTensor.optional(),
  /** The sample, where its numbers stand for characters. */
  text: z.string().optional(),
});
export type ActivatingSample = z.infer<typeof activating>;

export const maximallyActivating = z.object({
  network: z.string(),
  data: z.string(),
  split: z.enum(['train', 'validation', 'test']),
  /** The run whose parameters were used; absent: freshly initialized. */
  run: z.string().optional(),
  step: count,
  /** Samples that were looked at, and those of the split. */
  samples: count,
  of: count,
  layer: z.string(),
  /** The units asked for; their samples with the greatest values, the greatest first. */
  units: z.array(z.object({ unit: count, samples: z.array(activating) })),
});
export type MaximallyActivating = z.infer<typeof maximallyActivating>;

/** Which units of which layer. */
export const unitsOf = z.object({
  layer: z.string().max(1000),
  first: count.default(0),
  count: z.number().int().min(1).max(maximallyActivatingLimits.told).default(1),
});
