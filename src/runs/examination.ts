import * as z from 'zod';
import { wireNumber } from './wireNumber';

const count = z.number().int().min(0);

/** Answers to samples that have a class: how often each class is right, was given, and both. */
const classAnswers = z.object({
  kind: z.literal('classes'),
  names: z.array(z.string()),
  truth: z.array(count),
  given: z.array(count),
  right: z.array(count),
});

/** Answers that are numbers, each by the name of its target. */
const valueAnswers = z.object({
  kind: z.literal('values'),
  /** Mean squared distance of the answers to their targets, and of the targets to their own mean. */
  error: z.array(wireNumber),
  variance: z.array(wireNumber),
  /** The share of targets outside of what the output can give. */
  beyond: z.number(),
  /** Least and greatest of what the output can give, where it has such ends. */
  ends: z.tuple([wireNumber, wireNumber]).optional(),
});

/** What a look at a network between two steps has found: nothing in it is random, and nothing is changed. */
export const examination = z.object({
  step: count,
  epoch: count,
  /** Of the training split, evenly spread over it. */
  samples: count,
  layers: z.array(
    z.object({
      layer: z.string(),
      units: count,
      /** Units that gave exactly zero for every sample. */
      dead: count,
      /** Units that were near an end of their range for almost all samples; absent where the range has no ends. */
      saturated: count.optional(),
      mean: wireNumber,
      deviation: wireNumber,
    }),
  ),
  /** ‖Δw‖₂ / ‖w‖₂ of each parameter in the last step; empty where no step was made. */
  updates: z.array(z.object({ key: z.string(), ratio: wireNumber })),
  /** Absent where outputs are no answers. */
  answers: z.discriminatedUnion('kind', [classAnswers, valueAnswers]).optional(),
  /** Samples of another split that are training samples, too, of those that were compared. */
  overlap: z.object({ split: z.enum(['validation', 'test']), found: count, of: count }).optional(),
});
export type Examination = z.infer<typeof examination>;
