import * as z from 'zod';
import { wireNumber } from '../../runs/events';
import { wireTensor } from './wireTensor';

/** How good the answers of a network are over a whole split, and what its units do there. */

/** What is sent of each, at most. */
export const evaluationLimits = {
  /** Examples of a kind, and those of one pair of classes. */
  examples: 24,
  pairExamples: 48,
  /** Up to so many classes the whole confusion matrix, else the pairs confused most often. */
  matrixClasses: 50,
  pairs: 200,
  topK: 5,
  bins: 15,
  rocPoints: 200,
  /** Targets of which points and histogram are told, and the points of one. */
  drawnTargets: 16,
  points: 2000,
  histogramBins: 31,
  /** Targets that are told at all, and numbers of an example. */
  targets: 1000,
  exampleValues: 8,
  /** Pairs of redundant units of a layer. */
  redundantPairs: 5,
  /** Pixels of a thumbnail's longer side. */
  thumbnail: 48,
} as const;

const count = z.number().int().min(0);
const split = z.enum(['train', 'validation', 'test']);

/** A sample, or a step of a sequence. */
const example = z.object({
  sample: count,
  step: count.optional(),
  loss: wireNumber.optional(),
});

/** By numbers of classes; `likelihood` is what the right class was given, `confidence` what the predicted one was. */
const classExample = example.extend({
  truth: count,
  predicted: count,
  likelihood: z.number(),
  confidence: z.number(),
});
export type ClassExample = z.infer<typeof classExample>;

/** What it should be and what was given, the first few values of it. */
const valueExample = example.extend({
  error: z.number(),
  wanted: z.array(z.number()),
  given: z.array(z.number()),
});
export type ValueExample = z.infer<typeof valueExample>;

/** Examples with a thumbnail of each where samples are images: [count, channels, height, width]. */
const examplesOf = <E extends z.ZodType>(each: E) =>
  z.object({ examples: z.array(each), images: wireTensor.optional() });

export const classExamples = examplesOf(classExample);
export type ClassExamples = z.infer<typeof classExamples>;

const classes = z.object({
  names: z.array(z.string()),
  /** What the confidences are: probabilities, or outputs of another kind. */
  outputs: z.enum(['probabilities', 'scores']),
  accuracy: z.number(),
  /** Answers in which several classes share the greatest output: the first counts as predicted. */
  tied: count,
  /** The fraction whose class is among the k greatest outputs, for k = 1, 2, …. */
  topK: z.array(z.number()),
  /** Counts by true class (rows) and predicted class; absent where there are too many classes. */
  confusion: z.array(z.array(count)).optional(),
  /** Different classes that are confused most often. */
  confused: z.array(z.object({ truth: count, predicted: count, count })),
  perClass: z.array(
    z.object({
      support: count,
      predicted: count,
      right: count,
      precision: z.number().optional(),
      recall: z.number().optional(),
      f1: z.number().optional(),
    }),
  ),
  /** Plain means over the classes that occur. */
  macro: z.object({ precision: z.number(), recall: z.number(), f1: z.number() }),
  /** Absent where the outputs are no probabilities. */
  calibration: z
    .object({
      bins: z.array(
        z.object({
          from: z.number(),
          to: z.number(),
          count,
          confidence: z.number().optional(),
          accuracy: z.number().optional(),
        }),
      ),
      /** The expected calibration error. */
      error: z.number(),
    })
    .optional(),
  /** Of two classes: how well the output for the second finds it. */
  roc: z
    .object({
      points: z.array(
        z.object({
          falsePositive: z.number(),
          truePositive: z.number(),
          threshold: z.number().optional(),
        }),
      ),
      area: z.number(),
    })
    .optional(),
  /** Those with the greatest loss, else those whose class was given least. */
  hardest: classExamples,
  /** Wrong answers that were most confident. */
  confident: classExamples,
});

const values = z.object({
  targets: z.array(
    z.object({
      name: z.string(),
      rmse: z.number(),
      mae: z.number(),
      bias: z.number(),
      /** Absent where all targets are equal. */
      r2: z.number().optional(),
      /** Of prediction − target, at 5, 25, 50, 75 and 95%. */
      quantiles: z.array(z.number()),
      /** [target, prediction], evenly chosen; absent, as the histogram, for the later ones of many targets. */
      points: z.array(z.tuple([z.number(), z.number()])).optional(),
      /** Of prediction − target. */
      histogram: z.object({ from: z.number(), to: z.number(), counts: z.array(count) }).optional(),
    }),
  ),
  /** Targets in all. */
  of: count,
  worst: examplesOf(valueExample),
});

/** Units of a layer over the split: those that never gave anything but zero, were near an end of their range, or say the same. */
const unitsOfLayer = z.object({
  layer: z.string(),
  units: count,
  dead: count,
  saturated: count.optional(),
  /** Units that follow from an earlier one; absent where they were not compared. */
  redundant: count.optional(),
  pairs: z.array(z.object({ units: z.tuple([count, count]), correlation: z.number() })).optional(),
});

export const evaluation = z.object({
  network: z.string(),
  data: z.string(),
  split,
  /** The run whose parameters were used; absent: freshly initialized, or those of a file. */
  run: z.string().optional(),
  step: count,
  /** The samples of the split, and how many answers were compared: one for each, or for each step that has a target. */
  samples: count,
  answers: count,
  /** The loss that is trained, and its mean. */
  loss: z.object({ name: z.string(), mean: wireNumber }).optional(),
  /** Absent, both, where the outputs are no answers: what an unsupervised rule has trained. */
  classes: classes.optional(),
  values: values.optional(),
  /** Where there are no answers but a loss: the samples with the greatest. */
  hardest: examplesOf(example).optional(),
  units: z.array(unitsOfLayer),
  /** From which |r| on a unit counts as redundant. */
  redundantFrom: z.number(),
});
export type Evaluation = z.infer<typeof evaluation>;
export type EvaluatedClasses = NonNullable<Evaluation['classes']>;
export type EvaluatedValues = NonNullable<Evaluation['values']>;

/** Where outputs of two units correlate more than this, one of them is redundant. */
export const redundantFrom = 0.99;

/** Samples of one cell of the confusion matrix. */
export const pairExamples = classExamples.extend({
  /** How many there are in all. */
  of: count,
});
export type PairExamples = z.infer<typeof pairExamples>;
