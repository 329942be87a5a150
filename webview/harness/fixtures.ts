import type {
  DataPayload,
  ErrorPayload,
  Inspection,
  NetworkPayload,
  RateSearch,
  TrainingSnapshot,
  WireTensor,
} from '../../src/views/payloads';
import { cellSnapshot, recordEvent, startTraining } from '../../src/views/training';
import { lenet5 } from './networks';
import { elements } from '../../src/shape/elements';

/** Payloads with plausible numbers, the same at each call. */

const stepsPerEpoch = 141;
const epochs = 8;
const withParameters = lenet5.layers.filter(({ parameters }) => parameters.length > 0);
const watched = withParameters.flatMap(({ id, parameters }) =>
  parameters.map(({ name }) => `${id}.${name}`),
);

const loss = { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' } as const;
const gradientMagnitude = {
  name: 'gradients',
  label: 'gradient magnitude',
  symbol: '‖∂E/∂w‖₂',
  goal: 'none',
  fold: 'mean',
} as const;

/** Not random, but it looks so: the fractional part of a sine in [-1, 1]. */
export const noise = (seed: number): number => {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
};

/** A run after a number of steps; all of them: completed. */
export function training(steps = epochs * stepsPerEpoch): TrainingSnapshot {
  const snapshot = startTraining({
    event: 'start',
    run: '2026-01-05-lenet5-7',
    network: 'LeNet5',
    data: 'digits',
    device: 'cpu',
    epochs,
    stepsPerEpoch,
    batch: 128,
    samples: 18000,
    steps: epochs * stepsPerEpoch,
    step: 0,
    measures: [
      loss,
      { name: 'accuracy', label: 'accuracy', goal: 'higher', fold: 'mean', unit: 'fraction' },
      { ...gradientMagnitude, items: watched },
    ],
    seed: 7,
  });
  for (let step = 1; step <= steps; step++) {
    const time = step / stepsPerEpoch;
    const height = 2.1 * Math.exp(-2.4 * time) + 0.09 / (1 + time);
    recordEvent(snapshot, {
      event: 'step',
      step,
      epoch: Math.ceil(time),
      values: {
        loss: height * (1 + 0.35 * noise(step)),
        accuracy: Math.min(1, 1 - 0.3 * height + 0.02 * noise(step + 0.5)),
        gradients: watched.map(
          (_, i) =>
            (0.04 + 0.5 * height) *
            10 ** (-0.3 * (watched.length - i) + 0.25 * noise(step * 31 + i)),
        ),
      },
      rate: 0.05 * (1 + Math.cos((Math.PI * time) / epochs)),
      samplesPerSecond: 3910 + 40 * noise(step),
      seconds: time * 4.6,
      remaining: (epochs - time) * 4.6,
    });
    if (step % stepsPerEpoch !== 0) continue;
    recordEvent(snapshot, {
      event: 'epoch',
      epoch: time,
      step,
      train: { loss: height, accuracy: 1 - 0.3 * height },
      validation: { loss: height * 1.15 + 0.01, accuracy: 1 - 0.33 * height },
      rate: 0.05,
      seconds: time * 4.6,
    });
  }
  if (steps === epochs * stepsPerEpoch) {
    recordEvent(snapshot, {
      event: 'done',
      reason: 'completed',
      epochs,
      steps,
      train: { loss: 0.012, accuracy: 0.9971 },
      validation: { loss: 0.041, accuracy: 0.9885 },
      test: { loss: 0.039, accuracy: 0.9878 },
      seconds: 36.9,
      device: 'cpu',
      run: snapshot.run,
    });
  }
  return snapshot;
}

/** A run that waits, after its rate and its end were changed. */
export function paused(): TrainingSnapshot {
  const snapshot = training(620);
  const changes = [
    { step: 300, what: 'rate', old: 0.0763, new: 0.0382 },
    { step: 520, what: 'epochs', old: 8, new: 6 },
    { step: 520, what: 'stop', old: 'none', new: 'early(patience: 3, metric: "loss", margin: 0)' },
  ] as const;
  for (const change of changes) recordEvent(snapshot, { event: 'changed', ...change });
  recordEvent(snapshot, { event: 'paused', step: 620 });
  return snapshot;
}

/** A result as text. */
export const exported = `lenet5.onnx  247 kB  ONNX opset 17
  inputs   image [N, 1, 28, 28]
  outputs  probabilities [N, 10]`;

/** What a range test finds that goes well, or that finds nothing. */
export function rate(well = true): RateSearch {
  const range = { lowest: 1e-6, highest: 1, steps: 100 };
  const points = Array.from({ length: well ? 96 : 100 }, (_, i) => {
    const rate = 1e-6 * 1e6 ** (i / 99);
    const smoothed = well ? 2.35 - 1.9 / (1 + (0.02 / rate) ** 1.6) + (rate / 0.55) ** 4 : 2.31;
    return { rate, smoothed, value: smoothed + 0.09 * noise(i) };
  });
  return {
    network: 'LeNet5',
    data: 'digits',
    device: 'cpu',
    optimizer: 'sgd(rate: 0.1, momentum: 0.9, nesterov: false)',
    batch: 128,
    range,
    measure: loss,
    points,
    diverged: well,
    openEnded: false,
    ...(well && { steepest: 0.02, tenthOfMinimum: 0.025 }),
  };
}

export function failed(): TrainingSnapshot {
  const snapshot = cellSnapshot(training(200));
  snapshot.status = 'failed';
  snapshot.error = {
    message: 'The loss became NaN at step 201.',
    hint: 'Lower the rate of the optimizer, for example sgd(rate: 0.01).',
  };
  const { values = [] } = snapshot.layers.gradients ?? {};
  snapshot.layers = {
    gradients: { values: values.map((value, i) => (i < 4 ? 'NaN' : value)) },
  };
  snapshot.warnings.push('The WebGPU device does not work here; the CPU is used.');
  return snapshot;
}

export function tensor(shape: readonly number[], value: (index: number) => number): WireTensor {
  const length = elements(shape);
  const floats = Float32Array.from({ length }, (_, i) => value(i));
  let binary = '';
  for (const byte of new Uint8Array(floats.buffer)) binary += String.fromCharCode(byte);
  return { shape: [...shape], data: btoa(binary) };
}

/** A seven, drawn with soft strokes: brightness at a place in the unit square. */
export function seven(x: number, y: number): number {
  const bar = Math.abs(y - 0.24) < 0.05 && x > 0.28 && x < 0.72 ? 0 : 1;
  const stem = Math.abs(x - (0.7 - 0.42 * (y - 0.24))) + (y < 0.22 || y > 0.82 ? 1 : 0);
  const distance = Math.min(bar, stem);
  return Math.max(0, Math.min(1, 1.6 - distance * 18));
}

/** The seven seen through a filter that answers to edges of one direction, as a first layer does. */
function response(map: number, size: number, i: number): number {
  const angle = map * 0.9;
  const [x, y] = [((i % size) + 0.5) / size, (Math.floor(i / size) + 0.5) / size];
  const [dx, dy] = [Math.cos(angle) * 0.035, Math.sin(angle) * 0.035];
  const edge = seven(x + dx, y + dy) - seven(x - dx, y - dy);
  return Math.tanh(1.6 * edge + 0.5 * (map % 3) * seven(x, y) - 0.06 * map);
}

export function inspection(): Inspection {
  const maps = (layer: string, count: number, size: number) => ({
    layer,
    maps: tensor([count, size, size], (i) =>
      response(Math.floor(i / (size * size)), size, i % (size * size)),
    ),
  });
  return {
    network: 'LeNet5',
    run: '2026-01-05-lenet5-7',
    step: 1128,
    sample: {
      data: 'digits',
      split: 'test',
      index: 7,
      label: '7',
      input: tensor([1, 28, 28], (i) =>
        seven(((i % 28) + 0.5) / 28, (Math.floor(i / 28) + 0.5) / 28),
      ),
      prediction: Array.from({ length: 10 }, (_, i) => ({
        name: String(i),
        value: i === 7 ? 0.9672 : i === 1 ? 0.021 : i === 9 ? 0.0078 : 0.004 / 7,
      })),
    },
    counted: { split: 'test', samples: 10_000, of: 10_000 },
    measure: gradientMagnitude,
    layers: lenet5.layers.map(({ id, operator, shape, parameters }, i) => ({
      layer: id,
      operator,
      shape: [...shape],
      activation: {
        mean: 0.1 * noise(i),
        deviation: 0.4 + 0.1 * noise(i + 9),
        zeros: i % 2 ? 0.23 : 0.02 * i,
        units: shape[0],
        dead: 0,
        ...(i % 2 === 0 && { saturated: Math.min(i, shape[0]) }),
      },
      activationGradient: 10 ** (-3 + i / 3),
      parameters: parameters.map(({ name, shape: size }) => ({
        key: `${id}.${name}`,
        gradient: 10 ** (-2.6 + i / 4 + (name === 'bias' ? -0.6 : 0)),
        norm: 2.3,
        count: elements(size),
      })),
    })),
    neurons: [
      {
        layer: 'C3',
        best: Array.from({ length: 10 }, (_, i) => ({
          ...{ name: String(i), neuron: [i, 4, 10 - i], above: i % 3 > 0 },
          ...{ threshold: 0.4 - 0.1 * i, accuracy: 0.973 - 0.006 * i, constant: 0.9 },
        })),
      },
    ],
    features: [
      maps('C1', 6, 28),
      maps('C3', 16, 10),
      { layer: 'C5', maps: tensor([120], (i) => Math.tanh(2 * noise(i))) },
    ],
  };
}

/** An inspection of another network, whose layers give no images. */
export function inspectionOf(
  { name, input: { shape } }: NetworkPayload,
  value = (i: number) => Math.sin(i * 0.21) * Math.cos(i * 0.017),
): Inspection {
  const { sample, ...rest } = inspection();
  const input = tensor(shape, value);
  return {
    ...rest,
    network: name,
    layers: [],
    features: [],
    ...(sample && { sample: { ...sample, input } }),
  };
}

export function data(): DataPayload {
  return {
    name: 'digits',
    source: 'digits(train: 20000, test: 4000, seed: 7)',
    inputShape: [1, 28, 28],
    target: { kind: 'classes', names: [...'0123456789'] },
    samples: { train: 18000, validation: 2000, test: 4000 },
    batch: 128,
    normalization: 'standard',
    thumbnails: {
      images: tensor([12, 1, 28, 28], (i) => {
        const [x, y] = [((i % 28) + 0.5) / 28, ((Math.floor(i / 28) % 28) + 0.5) / 28];
        const shift = 0.06 * noise(Math.floor(i / 784));
        return seven(x + shift, y - shift);
      }),
      labels: Array.from({ length: 12 }, () => '7'),
      indices: Array.from({ length: 12 }, (_, i) => 3 * i),
    },
  };
}

export const error = (): ErrorPayload => ({
  message: 'Line 3: unknown layer `conf`; did you mean `conv`?\nLine 5: `dense` needs `units`',
  hint: 'Put the file into one of them, or set DNN_DATA.',
});
