import * as z from 'zod';
import { wireTensor } from './wireTensor';

/** What a loaded data set is told by: what follows from its size is bounded by these. */
export const descriptionLimits = {
  /** More classes are not counted one by one. */
  classes: 1000,
  columns: 64,
  targets: 16,
  /** First rows of a table. */
  rows: 10,
  /** Sequences, and numbers of all of them together. */
  sequences: 4,
  sequenceNumbers: 1 << 15,
  /** Numbers that statistics are taken over, about. */
  measured: 2e7,
  /** Pixels of the longer side of an image, and numbers of all images together. */
  side: 64,
  imageNumbers: 1 << 18,
  /** Images shown with what augmentation makes of them, and how often. */
  augmented: 4,
  variants: 3,
  name: 80,
} as const;

const { classes, columns, targets, rows, sequences, name } = descriptionLimits;
const named = z.string().max(name);
const counts = z.array(z.number().int().min(0)).max(classes);

const column = z.object({
  name: named,
  mean: z.number(),
  deviation: z.number(),
  minimum: z.number(),
  maximum: z.number(),
});
export type ColumnStatistics = z.infer<typeof column>;

/** Statistics over training samples. */
const statistics = z.object({
  /** One of each column, of each feature of a step, or of each channel of an image; the first ones of many. */
  inputs: z.array(column).max(columns),
  /** One of each value to be learned. */
  targets: z.array(column).max(targets),
  /** So many inputs there are in all. */
  of: z.number().int(),
  /** Samples that were counted, where not all were. */
  samples: z.number().int().optional(),
});

/** The first training samples of a table: numbers [rows, columns], and what belongs to each. */
const firstRows = z.object({
  inputs: wireTensor,
  /** Names of classes. */
  labels: z.array(named).max(rows).optional(),
  /** The samples as text, where their numbers stand for characters. */
  texts: z
    .array(z.string().max(2 * name))
    .max(rows)
    .optional(),
  /** Values [rows, targets]. */
  targets: wireTensor.optional(),
});

/** A few training samples [count, steps, features] over time. */
const firstSequences = z.object({
  /**
   * `bands`: many features, from top to bottom; `spectrum`: bands of frequency, the lowest at the bottom; `waveform`: the
   * features are the least and the greatest value of a piece of a sound.
   */
  kind: z.enum(['lines', 'bands', 'spectrum', 'waveform']),
  values: wireTensor,
  /** Every so many-th step is given. */
  stride: z.number().int().min(1),
  labels: z.array(named).max(sequences),
});

/** Images [count, channels, height, width] with pixels in 0..1, smaller than they are where they are large. */
const images = z.object({
  images: wireTensor,
  labels: z.array(named),
  /** Numbers of the samples among those for training. */
  indices: z.array(z.number().int()),
});

/** What a data set is, counted and shown. */
export const dataDescription = z.object({
  inputShape: z.array(z.number().int()),
  target: z.object({ kind: z.enum(['classes', 'values']), names: z.array(z.string()) }),
  samples: z.object({
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
  }),
  /** What its samples are made of, where a user can bring or type it. */
  madeOf: z.enum(['text', 'sound']).optional(),
  /** How often each class comes, in their order; of steps where these have the classes. */
  classes: z
    .object({
      of: z.enum(['samples', 'steps']),
      train: counts,
      validation: counts,
      test: counts,
    })
    .optional(),
  statistics: statistics.optional(),
  rows: firstRows.optional(),
  sequences: firstSequences.optional(),
  /** Some of each class. */
  thumbnails: images.optional(),
  /** [count, 1 + variants, channels, height, width]: each image, and then what the first epochs make of it. */
  augmented: images.optional(),
});
export type DataDescription = z.infer<typeof dataDescription>;
