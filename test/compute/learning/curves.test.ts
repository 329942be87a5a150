import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOn } from '../../../src/compute/devices/openStep';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { analyzeNotebook, trainAction } from '../../../src/compute/notebooks/notebook';
import type { BatchBuffers } from '../../../src/data/feeder';
import { buildTrainingStep } from '../../../src/learning/rules';
import { learningRate } from '../../../src/learning/schedules';
import { parameterKey } from '../../../src/network/network';
import { initial, numbers } from './formula';

/** Written by `test/fixtures/makeCurves.py`. */
interface Curve {
  readonly name: string;
  readonly losses: readonly number[];
}

const root = join(__dirname, '../../..');
const curves = JSON.parse(
  readFileSync(join(root, 'test/fixtures/curves.json'), 'utf8'),
) as readonly Curve[];

const [batches, warm] = [4, 20];
/** Of a loss: what a hundred steps make of the rounding errors of float32. */
const tolerance = 1e-4;

/** Puts a class at each row, a sample or a step of one, with the weight 1 behind it where there is room. */
function classesAt(targets: Float32Array, classes: readonly number[]): void {
  const width = targets.length / classes.length;
  targets.fill(0);
  classes.forEach((label, row) => {
    targets[row * width + label] = 1;
    if (width === letters + 1) targets[row * width + letters] = 1;
  });
}

const letters = 22;

const cases = {
  gpt: {
    batch: 8,
    // How far along the notebook's schedule a step is: it warms up in half an epoch.
    stepsPerEpoch: 2 * warm,
    targets: { count: letters, steps: 64 },
    fill: ({ samples, targets }: BatchBuffers, turn: number) => {
      let sum = 0;
      const text = [...numbers(8 * 65, 500 + turn)].map((x) => {
        sum += Math.floor(x * letters);
        return Math.floor(sum / 7) % letters;
      });
      const within = (first: number) => text.filter((_, i) => i % 65 !== (first === 0 ? 64 : 0));
      samples.set(within(0));
      classesAt(targets, within(1));
    },
  },
  vit: {
    batch: 16,
    stepsPerEpoch: warm,
    targets: { count: 10 },
    fill: ({ samples, targets }: BatchBuffers, turn: number) => {
      samples.set(numbers(samples.length, 500 + turn));
      const classes = Array.from({ length: 16 }, (_, n) => (n * 7 + turn) % 10);
      classesAt(targets, classes);
    },
  },
} as const;

describe('a hundred steps of the networks in examples/modern', function () {
  this.timeout(120_000);

  for (const { name, losses } of curves)
    it(`have the losses of PyTorch’s: ${name}`, async () => {
      const { batch, stepsPerEpoch, targets, fill } = cases[name as keyof typeof cases];
      const path = join(root, 'examples/modern', `${name}.dnn`);
      const notebook = analyzeNotebook({ path, text: readFileSync(path, 'utf8') }, {});
      const last = notebook.program.actions.findLastIndex(({ kind }) => kind === 'train');
      const { network, plan } = trainAction(notebook, last);
      const step = buildTrainingStep(network, plan, {
        batch,
        targets: { kind: 'classes', ...targets },
      });
      const specs = network.layers.flatMap((layer) =>
        layer.parameters.map((spec) => ({ ...spec, key: parameterKey(layer, spec) })),
      );
      const state = new Map(
        specs.map(({ key, name: kind, shape }, stream) => [
          key,
          kind === 'scale' ? new Float32Array(shape[0]).fill(1) : initial(shape, stream),
        ]),
      );
      const executor = await openOn({ runtime: await loadRuntime(), step, state }, 'cpu');
      try {
        for (const [i, expected] of losses.entries()) {
          fill(executor, i % batches);
          const progress = { step: i, stepsPerEpoch, epochs: losses.length / stepsPerEpoch };
          const rate = learningRate(plan.optimizer, plan.schedule, progress);
          const [[loss]] = await executor.step(rate, i + 1);
          const off = Math.abs(loss / expected - 1);
          assert.ok(off <= tolerance, `step ${i + 1}: ${loss}, PyTorch ${expected}`);
        }
      } finally {
        await executor.dispose();
      }
    });
});
