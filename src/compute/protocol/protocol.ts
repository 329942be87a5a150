import * as z from 'zod';
import { answer, question } from './answer';
import { coreEvent } from './coreEvent';
import { dataDescription } from './description';
import { deviceName } from './deviceName';
import { deviceReport } from './deviceReport';
import { differences } from './differences';
import { evaluation, pairExamples } from './evaluation';
import { explanation } from './explanation';
import { exported, exportForm } from './exported';
import { atStep, bins, snapshots, weightHistory } from './history';
import { inspection } from './inspection';
import { maximallyActivating, unitsOf } from './maximallyActivating';
import { modelRun, pictureFile, pixelScales } from './modelRun';
import { ownSound, soundFile } from './ownSound';
import { wantedChange } from './wantedChange';
import { settingChange } from '../../runs/events';

/**
 * What the compute core and its clients say to each other: JSON-RPC over a local socket or named pipe. Every request
 * is declared once, with the schema of its parameters and of its result; both ends validate what they receive.
 */

export const protocolVersion = 4;

export { type ColumnStatistics, type DataDescription } from './description';
export { answer, answerLimits, question, type Answer, type Question } from './answer';
export { devices, deviceName, type DeviceName } from './deviceName';
export { deviceReport, unusedCause, type DeviceReport, type UnusedCause } from './deviceReport';
export { evaluation, pairExamples, type Evaluation, type PairExamples } from './evaluation';
export { exported, type Exported } from './exported';
export { failure, type Failure } from './failure';
export { snapshots, weightHistory, type Snapshots, type WeightHistory } from './history';
export { forecast, type Forecast } from './forecast';
export { generated, type Generated } from './generated';
export { inspection, type Inspection } from './inspection';
export { maximallyActivating, type MaximallyActivating } from './maximallyActivating';
export { modelRun, pixelScales, type ModelRun, type PixelScale } from './modelRun';
export { ownSound, type OwnSound } from './ownSound';
export { rateSearch, type RateSearch } from './rateSearch';
export { wantedChange, type WantedChange } from './wantedChange';
export { toWireTensor, wireTensor, type WireTensor } from './wireTensor';

/** The graph passes of a training step; absent: those of `DNN_PASSES`, by default all. The core says which there are. */
const passes = z.array(z.string().max(100)).max(100).optional();

/** The notebook as the user sees it now, saved or not; `path` places the run folder and relative files. */
const notebook = z.object({ path: z.string(), text: z.string() });

const options = {
  notebook,
  device: deviceName.default('auto'),
  seed: z.number().int().optional(),
  /** `--set NAME=VALUE` */
  overrides: z.record(z.string(), z.string()).default({}),
};

/** The folder of a run whose parameters are meant, in the notebook as it was then; absent: the newest ones. */
const ofRun = { run: z.string().optional() };

const activeRun = z.object({
  run: z.string(),
  folder: z.string(),
  notebook: z.string(),
  network: z.string(),
  /** When this core was asked for it, in milliseconds since 1970. */
  began: z.number(),
});

/** Every request: its parameters and its result. */
export const requests = {
  hello: {
    parameters: z.object({ secret: z.string(), version: z.number().int() }),
    result: z.object({ version: z.number().int(), pid: z.number().int(), runtime: z.string() }),
  },
  /** Starts the notebook's `action`-th action, a `train`; its progress follows as notifications. */
  train: {
    parameters: z.object({ ...options, passes, action: z.number().int() }),
    result: activeRun,
  },
  /** Goes on from the last good checkpoint of a run folder. */
  resume: {
    parameters: z.object({ folder: z.string(), device: deviceName.default('auto'), passes }),
    result: activeRun,
  },
  /** Ends a training with a checkpoint, or another action by its `id`. */
  stop: { parameters: z.object({ run: z.string() }), result: z.object({ stopped: z.boolean() }) },
  /** Writes a checkpoint and waits between two steps; false when the run is over. */
  pause: { parameters: z.object({ run: z.string() }), result: z.object({ paused: z.boolean() }) },
  continue: {
    parameters: z.object({ run: z.string() }),
    result: z.object({ continued: z.boolean() }),
  },
  /** Changes a training while it goes on; the result is what changed. */
  adjust: {
    parameters: z.object({ run: z.string(), change: wantedChange }),
    result: z.object({ changes: z.array(settingChange) }),
  },
  /** Runs still training; their events so far are in their run folders. */
  active: {
    parameters: z.object({}),
    result: z.object({ runs: z.array(activeRun) }),
  },
  /** Loads a data set and tells what is in it. */
  describe: {
    parameters: z.object({
      ...options,
      data: z.string(),
      /** How many training images to show, at most; with 0 only counts, shape, names, and what columns there are. */
      thumbnails: z.number().int().min(0).max(100).default(40),
    }),
    result: dataDescription,
  },
  inspect: {
    parameters: z.object({
      ...options,
      ...ofRun,
      ...atStep,
      network: z.string(),
      /** Data to look at; defaults to those of the network's last training. */
      data: z.string().optional(),
      /** Where the sample is; defaults to the test split, else one that has samples. */
      split: z.enum(['train', 'validation', 'test']).optional(),
      index: z.number().int().default(0),
      /** The split over which activations are counted; absent: that of the sample. */
      over: z.enum(['train', 'validation', 'test']).optional(),
      /** Over how many samples of it, at most; absent: over all. */
      samples: z.number().int().min(1).optional(),
      /** Layers whose feature maps are wanted; absent: all layers with maps. */
      features: z.array(z.string()).optional(),
      /** Layers whose best neurons are wanted. */
      bestNeuron: z.array(z.string()).default([]),
      /** Under it the core tells how it goes, and `stop` ends the counting early. */
      id: z.string().optional(),
    }),
    result: inspection,
  },
  /** What layers make of an input; the network is kept ready, so that the next one is answered at once. */
  answer: {
    parameters: z.object({
      ...options,
      ...ofRun,
      ...atStep,
      network: z.string(),
      /** Where classes and normalization are from; defaults to those of the network's last training. */
      data: z.string().optional(),
      /** Whatever it says, another one has the newest parameters looked up again. */
      version: z.string().max(200).default(''),
      ...question.shape,
    }),
    result: answer,
  },
  /** The steps of a training whose parameters are kept: those of a run, else of the newest one of the network. */
  snapshots: {
    parameters: z.object({ ...options, ...ofRun, network: z.string() }),
    result: snapshots,
  },
  /** How the parameters of a layer were distributed at these steps. */
  weightHistory: {
    parameters: z.object({ ...options, ...ofRun, network: z.string(), layer: z.string(), bins }),
    result: weightHistory,
  },
  /** Makes an input of a recording that is none of the data's, as those of its source are made. */
  ownSound: {
    parameters: z.object({
      ...options,
      ...ofRun,
      network: z.string(),
      /** Defaults to those of the network's last training. */
      data: z.string().optional(),
      file: soundFile,
    }),
    result: ownSound,
  },
  /** Compares the answers to a whole split with its targets; what was found for the same parameters is given again. */
  evaluate: {
    parameters: z.object({
      ...options,
      ...ofRun,
      network: z.string(),
      /** Defaults to those of the network's last training. */
      data: z.string().optional(),
      /** Defaults to the test split, else one that has samples. */
      split: z.enum(['train', 'validation', 'test']).optional(),
      /** Under it the core tells how it goes, and `stop` ends it without a result. */
      id: z.string().optional(),
    }),
    result: evaluation,
  },
  /** Samples of one true and one predicted class, by their numbers, as an evaluation has counted them. */
  confused: {
    parameters: z.object({
      ...options,
      ...ofRun,
      network: z.string(),
      data: z.string(),
      split: z.enum(['train', 'validation', 'test']),
      /** With which parameters it was evaluated: the id of their run, and the step. */
      evaluated: z.object({ run: z.string().optional(), step: z.number().int() }),
      truth: z.number().int().min(0),
      predicted: z.number().int().min(0),
    }),
    result: pairExamples,
  },
  /** The samples that excite units of a layer most; what was found for the same parameters is given again. */
  maximallyActivating: {
    parameters: z.object({
      ...options,
      ...ofRun,
      network: z.string(),
      /** Defaults to those of the network's last training. */
      data: z.string().optional(),
      /** Defaults to the test split, else one that has samples. */
      split: z.enum(['train', 'validation', 'test']).optional(),
      ...unitsOf.shape,
      /** Under it the core tells how it goes, and `stop` ends it without a result. */
      id: z.string().optional(),
    }),
    result: maximallyActivating,
  },
  /** Lets two runs answer the samples of a split, each in its notebook as it was, and tells where they differ. */
  differences: {
    parameters: z.object({
      /** Their folders. */
      runs: z.tuple([z.string(), z.string()]),
      device: deviceName.default('auto'),
      /** Defaults to the test split, else one that has samples. */
      split: z.enum(['train', 'validation', 'test']).optional(),
      /** Under it the core tells how it goes, and `stop` ends it without a result. */
      id: z.string().optional(),
    }),
    result: differences,
  },
  /**
   * Carries out the notebook's `action`-th action and gives its result, whose form is known by its kind. Under `id` it tells
   * how it goes, and `stop` ends it early. A `train` goes on by itself: there is `train` for it.
   */
  perform: {
    parameters: z.object({ ...options, passes, action: z.number().int(), id: z.string() }),
    result: z.unknown(),
  },
  export: {
    parameters: z.object({
      ...{ ...options, ...ofRun, network: z.string(), file: z.string() },
      form: exportForm.optional(),
    }),
    result: exported,
  },
  /** Runs the model in a file on a picture. */
  runModel: {
    parameters: z.object({
      file: z.string(),
      picture: pictureFile,
      /** On which scale it was trained; absent: what is usual for such a model. */
      pixels: z.enum(pixelScales).optional(),
    }),
    result: modelRun,
  },
  /** Times a network's training step node by node. */
  explain: {
    parameters: z.object({ ...options, passes, network: z.string() }),
    result: explanation,
  },
  /** Proves the devices of this machine; `forget` drops what was measured and chosen before. */
  devices: {
    parameters: z.object({ forget: z.boolean().default(false) }),
    result: z.object({ devices: z.array(deviceReport) }),
  },
  shutdown: { parameters: z.object({}), result: z.object({}) },
} as const;

export type RequestName = keyof typeof requests;
export type RequestParameters<R extends RequestName> = z.input<(typeof requests)[R]['parameters']>;
/** The parameters of a request as its handler gets them: validated, defaults filled in. */
export type Validated<R extends RequestName> = z.output<(typeof requests)[R]['parameters']>;
export type RequestResult<R extends RequestName> = z.output<(typeof requests)[R]['result']>;

/** The one notification: something happened in a run, or in another job of this id. */
export const runNotification = z.object({ run: z.string(), event: coreEvent });
export type RunNotification = z.infer<typeof runNotification>;
