import * as z from 'zod';
import { fromEarlier } from './earlier';
import { examination } from './examination';
import { measure, scores } from './measures';
import { verdict } from './verdict';
import { wireNumber } from './wireNumber';

/** What happens during a run: the lines of `metrics.jsonl`, which the core tells its clients too. */

/** A setting before and after: the rate of the next step, the number of epochs, the stopping rule as written. */
export const settingChange = z.object({
  what: z.enum(['rate', 'epochs', 'stop']),
  old: z.union([z.number(), z.string()]),
  new: z.union([z.number(), z.string()]),
});
export type SettingChange = z.infer<typeof settingChange>;

/** What a picture may hold: a run folder may be from elsewhere. */
const images = z.number().int().min(1).max(16);
const channels = z.number().int().min(1).max(4);
const pixels = z.number().int().min(1).max(512);
const mostBytes = 1 << 23;

/** One of several phases of a training. */
const phase = z.object({
  name: z.string(),
  /** Which one, from 0, of how many. */
  index: z.number().int(),
  count: z.number().int(),
});

const currentEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('start'),
    run: z.string(),
    network: z.string(),
    data: z.string(),
    device: z.string(),
    epochs: z.number().int(),
    stepsPerEpoch: z.number().int(),
    /** Of the whole training. */
    steps: z.number().int(),
    batch: z.number().int(),
    samples: z.number().int(),
    /** Steps already done: more than 0 when resumed. Events of later steps before this one are void. */
    step: z.number().int().default(0),
    /** What the steps that follow tell. */
    measures: z.array(measure),
    /** Absent where the training has one phase only. */
    phase: phase.optional(),
    seed: z.number().int(),
    /** With `auto`: what each device took for a step, or why it does not work. */
    measured: z
      .array(
        z.object({
          device: z.string(),
          milliseconds: z.number().optional(),
          reason: z.string().optional(),
          /** What kind of reason; absent in runs of earlier versions. */
          cause: z.enum(['absent', 'broken', 'untried']).optional(),
        }),
      )
      .optional(),
    /** Whether that was measured in another training of the same network. */
    remembered: z.boolean().optional(),
  }),
  z.object({
    event: z.literal('step'),
    step: z.number().int(),
    epoch: z.number().int(),
    /** By measure; of one with items, a number for each. */
    values: z.record(z.string(), z.union([wireNumber, z.array(wireNumber)])),
    /** Absent where the rule, or the optimizer, has none. */
    rate: z.number().optional(),
    samplesPerSecond: z.number(),
    /** Seconds of training so far, and an estimate of those left. */
    seconds: z.number(),
    remaining: z.number().optional(),
  }),
  z.object({
    event: z.literal('epoch'),
    epoch: z.number().int(),
    step: z.number().int(),
    train: scores,
    validation: scores.optional(),
    rate: z.number().optional(),
    seconds: z.number(),
  }),
  /** The next phase begins after this step: what its steps tell, and how long the training now is. */
  z.object({
    event: z.literal('phase'),
    step: z.number().int(),
    phase,
    device: z.string().optional(),
    measures: z.array(measure),
    /** Of the whole training, and in an epoch from here on; none in a pass. */
    epochs: z.number().int(),
    steps: z.number().int(),
    stepsPerEpoch: z.number().int(),
  }),
  /** Images of what has been learned: [count, channels, height, width] bytes, each image stretched to 0..255, in base64. */
  z.object({
    event: z.literal('picture'),
    step: z.number().int(),
    epoch: z.number().int(),
    name: z.string(),
    caption: z.string(),
    shape: z.tuple([images, channels, pixels, pixels]),
    pixels: z.string().max(mostBytes),
    /** How many there are, of which the images are the first. */
    total: z.number().int().min(1).optional(),
    /** Of each image, the numbers that its bytes 0 and 255 stand for. */
    ranges: z
      .array(z.tuple([z.number(), z.number()]))
      .max(16)
      .optional(),
  }),
  /** What the network writes behind a given text. */
  z.object({
    event: z.literal('written'),
    step: z.number().int(),
    epoch: z.number().int(),
    given: z.string().max(10_000),
    text: z.string().max(10_000),
  }),
  /** Single numbers that a pass over the data has found. */
  z.object({
    event: z.literal('measured'),
    step: z.number().int(),
    values: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        value: z.number(),
        /** What it is called in formulas: `λ`. */
        symbol: z.string().optional(),
        /** The point of a curve that it is: of what, over which number, and where. */
        at: z.object({ label: z.string(), symbol: z.string(), value: z.number() }).optional(),
      }),
    ),
  }),
  /** What a look at the network between two steps has found. */
  z.object({ event: z.literal('examined'), ...examination.shape }),
  /** What is the matter with the training, by what it has told so far; it replaces what was said before. */
  z.object({
    event: z.literal('verdicts'),
    step: z.number().int(),
    verdicts: z.array(verdict).max(20),
  }),
  z.object({ event: z.literal('checkpoint'), step: z.number().int(), file: z.string() }),
  /** Changed while training went on, for the steps after this one. */
  z.object({ event: z.literal('changed'), step: z.number().int(), ...settingChange.shape }),
  /** Waiting between two steps, after a checkpoint. */
  z.object({ event: z.literal('paused'), step: z.number().int() }),
  z.object({ event: z.literal('continued'), step: z.number().int() }),
  z.object({
    event: z.literal('done'),
    reason: z.enum(['completed', 'early-stop', 'interrupted']),
    epochs: z.number().int(),
    steps: z.number().int(),
    train: scores.optional(),
    validation: scores.optional(),
    test: scores.optional(),
    seconds: z.number(),
    /** What a step took, the median, and what had been expected; absent after few steps, and in runs of earlier versions. */
    stepTime: z.object({ milliseconds: z.number(), estimated: z.number().optional() }).optional(),
    device: z.string(),
    run: z.string(),
  }),
  z.object({ event: z.literal('warning'), message: z.string() }),
  z.object({
    event: z.literal('error'),
    code: z.string(),
    message: z.string(),
    /** Who has to act: 1 the notebook or its data is wrong, 3 (or absent) the core failed. */
    exit: z.union([z.literal(1), z.literal(3)]).optional(),
    file: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    hint: z.string().optional(),
  }),
]);

/** An event, of an earlier version too. */
export const runEvent = z.preprocess(fromEarlier, currentEvent);
export type RunEvent = z.infer<typeof currentEvent>;
export type { Measure, Scores } from './measures';
export type { Examination } from './examination';
export type { Verdict } from './verdict';
export { toWire, wireNumber, type WireNumber } from './wireNumber';
