import { z } from 'zod';
import { deviceName, devices, type DeviceName } from './devices/deviceName';
import { explanation } from './explain/explanation';
import { passNames } from '../graph/passes';
import { runEvent, settingChange, wireNumber } from '../runs/events';

/**
 * What the compute core and its clients say to each other: JSON-RPC over a local socket or named pipe. Every request
 * is declared once, with the schema of its parameters and of its result; both ends validate what they receive.
 */

export const protocolVersion = 2;

export { devices, deviceName, type DeviceName };

/** The graph passes of a training step; absent: those of `DNN_PASSES`, by default all. */
const passes = z.array(z.enum(passNames)).optional();

/** The notebook as the user sees it now, saved or not; `path` places the run folder and relative files. */
const notebook = z.object({ path: z.string(), text: z.string() });

const options = {
  notebook,
  device: deviceName.default('auto'),
  seed: z.number().int().optional(),
  /** `--set NAME=VALUE` */
  overrides: z.record(z.string(), z.string()).default({}),
};

const tensor = z.object({
  shape: z.array(z.number().int()),
  /** Little-endian float32, base64. */
  data: z.string(),
});
export type WireTensor = z.infer<typeof tensor>;

export function toWireTensor(shape: readonly number[], data: Float32Array): WireTensor {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { shape: [...shape], data: bytes.toString('base64') };
}

export const inspection = z.object({
  network: z.string(),
  /** The run whose parameters were used; absent: freshly initialized. */
  run: z.string().optional(),
  step: z.number().int(),
  sample: z
    .object({
      data: z.string(),
      split: z.enum(['train', 'validation', 'test']),
      index: z.number().int(),
      label: z.string().optional(),
      input: tensor,
      prediction: z.array(z.object({ name: z.string(), value: z.number() })),
    })
    .optional(),
  layers: z.array(
    z.object({
      layer: z.string(),
      operator: z.string(),
      shape: z.array(z.number().int()),
      activation: z.object({ mean: wireNumber, deviation: wireNumber, zeros: wireNumber }),
      /** ‖∂E/∂a‖₂ */
      activationGradient: wireNumber.optional(),
      parameters: z.array(
        z.object({
          key: z.string(),
          gradient: wireNumber,
          norm: wireNumber,
          count: z.number().int(),
        }),
      ),
    }),
  ),
  features: z.array(z.object({ layer: z.string(), maps: tensor })),
});
export type Inspection = z.infer<typeof inspection>;

export const deviceReport = z.object({
  device: deviceName,
  works: z.boolean(),
  /** Measured rate of a 1024³ matrix product, GFLOP/s. */
  gemm: z.number().optional(),
  /** Measured milliseconds of a small network's training step. */
  step: z.number().optional(),
  /** Why it does not work, and what to do. */
  reason: z.string().optional(),
  description: z.string().optional(),
});
export type DeviceReport = z.infer<typeof deviceReport>;

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
  /** Rates to train with, absent where the loss does not fall: where it falls fastest, and a tenth of where it is lowest. */
  steepest: z.number().optional(),
  tenthOfMinimum: z.number().optional(),
});
export type RateSearch = z.infer<typeof rateSearch>;

const port = z.object({
  name: z.string(),
  shape: z.array(z.union([z.number().int(), z.string()])),
});

export const exported = z.object({
  file: z.string(),
  bytes: z.number().int(),
  opset: z.number().int(),
  inputs: z.array(port),
  outputs: z.array(port),
  /** The run whose parameters were exported, and its step; absent for a model from a file as it is there. */
  run: z.string().optional(),
  step: z.number().int(),
  /** Largest difference between the file's answers in a fresh session and the evaluation graph's. */
  difference: z.number(),
});
export type Exported = z.infer<typeof exported>;

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

const activeRun = z.object({
  run: z.string(),
  folder: z.string(),
  notebook: z.string(),
  network: z.string(),
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
      /** How many training images to show, at most. */
      thumbnails: z.number().int().min(0).max(100).default(20),
    }),
    result: z.object({
      inputShape: z.array(z.number().int()),
      target: z.object({ kind: z.enum(['classes', 'values']), names: z.array(z.string()) }),
      samples: z.object({
        train: z.number().int(),
        validation: z.number().int(),
        test: z.number().int(),
      }),
      thumbnails: z.object({ images: tensor, labels: z.array(z.string()) }).optional(),
    }),
  },
  inspect: {
    parameters: z.object({
      ...options,
      network: z.string(),
      /** Data and sample to look at; defaults to the network's last training data, test sample 0. */
      data: z.string().optional(),
      split: z.enum(['train', 'validation', 'test']).default('test'),
      index: z.number().int().default(0),
      /** Layers whose feature maps are wanted; absent: all layers with maps. */
      features: z.array(z.string()).optional(),
    }),
    result: inspection,
  },
  /** Carries out the notebook's `action`-th action, a `find`; `stop` with its `id` ends it early. */
  findRate: {
    parameters: z.object({ ...options, passes, action: z.number().int(), id: z.string() }),
    result: rateSearch,
  },
  export: {
    parameters: z.object({ ...options, network: z.string(), file: z.string() }),
    result: exported,
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
export type RequestResult<R extends RequestName> = z.output<(typeof requests)[R]['result']>;

/** The one notification: something happened in a run. */
export const runNotification = z.object({ run: z.string(), event: runEvent });
export type RunNotification = z.infer<typeof runNotification>;

/** How a request fails: kept in the JSON-RPC error's `data`. */
export const failure = z.object({
  /** Who has to act: 1 the notebook or its data is wrong, 3 the core failed. */
  exit: z.union([z.literal(1), z.literal(3)]),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  cell: z.number().int().optional(),
  start: z.number().int().optional(),
  end: z.number().int().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
});
export type Failure = z.infer<typeof failure>;
