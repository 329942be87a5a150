import type { NetworkPayload, StepEvent, TrainingSnapshot } from '../../src/views/payloads';
import { recordEvent, startTraining } from '../../src/views/training';
import { network, type Sketch } from './networks';

/** Two hundred layers in forty blocks whose gradients vanish: more than fit on a screen. */

const [blocks, layersPerBlock] = [40, 5];

const layers = Array.from({ length: blocks }, (_, block) =>
  Array.from({ length: layersPerBlock }, (_, layer): Sketch => {
    const name = (b: number, l: number) => `unit_${b + 1}.convolution_${l + 1}`;
    const below = layer > 0 ? name(block, layer - 1) : name(block - 1, layersPerBlock - 1);
    return {
      id: name(block, layer),
      text: 'conv(16, kernel: 3, padding: 1)',
      inputs: [block + layer === 0 ? 'input' : below],
      shape: [16, 16, 16],
      weights: [16, 16, 3, 3],
      activations: ['tanh'],
      groups: [`unit_${block + 1}`],
    };
  }),
).flat();

export const hundreds: NetworkPayload = network('Hundreds', [1, 16, 16], layers);

/** As many layers one after the other, in no groups: each has a box from the start. */
export const chainOf = (length: number): NetworkPayload =>
  network(
    'Chain',
    [1, 16, 16],
    Array.from({ length }, (_, i): Sketch => ({
      ...layers[0],
      ...{ id: `convolution_${i + 1}`, groups: [] },
      inputs: [i === 0 ? 'input' : `convolution_${i}`],
    })),
  );

const items = hundreds.layers.flatMap(({ id, parameters }) =>
  parameters.map(({ name }) => `${id}.${name}`),
);

/** A step whose gradients fall by a factor of 0.9 a layer, less and less, in waves. */
export const hundredsStep = (step: number): StepEvent => ({
  event: 'step',
  step,
  epoch: Math.ceil(step / 250),
  values: {
    loss: 2 / (1 + step / 300),
    gradients: items.map((_, i) => {
      const depth = Math.floor(i / 2);
      const fall = -0.046 / (1 + step / 2000);
      const wave = 0.25 * Math.sin(depth / 9 + step / 40) - 0.5 * (i % 2);
      return 10 ** (fall * (layers.length - depth) + wave);
    }),
  },
  rate: 0.01,
  samplesPerSecond: 1000,
  seconds: step / 100,
});

/** A run of it after a number of steps. */
export function hundredsTraining(steps: number): TrainingSnapshot {
  const snapshot = startTraining({
    event: 'start',
    run: '2026-01-05-hundreds-7',
    network: hundreds.name,
    data: 'digits',
    device: 'cpu',
    epochs: 8,
    stepsPerEpoch: 250,
    batch: 32,
    samples: 8000,
    steps: 2000,
    step: 0,
    measures: [
      { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
      {
        name: 'gradients',
        label: 'gradient magnitude',
        symbol: '‖∂E/∂w‖₂',
        goal: 'none',
        fold: 'mean',
        items,
      },
    ],
    seed: 7,
  });
  for (let step = 1; step <= steps; step++) recordEvent(snapshot, hundredsStep(step));
  return snapshot;
}
