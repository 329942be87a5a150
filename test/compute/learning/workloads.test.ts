import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOn } from '../../../src/compute/devices/openDevice';
import { trainAction, understand } from '../../../src/compute/notebook';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { buildTrainingStep } from '../../../src/learning/rules';
import { parameterKey } from '../../../src/network/network';

/** Written by `test/fixtures/makeWorkloads.py`. */
interface Fixture {
  readonly name: string;
  readonly batch: number;
  readonly losses: readonly number[];
  /** Each trained parameter, in the network's order: its norm and some of its numbers. */
  readonly final: readonly {
    readonly count: number;
    readonly norm: number;
    readonly weights: readonly number[];
  }[];
}

const root = join(__dirname, '../../..');
const fixtures = JSON.parse(
  readFileSync(join(root, 'test/fixtures/workloads.json'), 'utf8'),
) as readonly Fixture[];

const tolerance = 1e-5;
/** Of the way a parameter has come, besides the rounding of ten sums. */
const wayTolerance = 1e-3;
const rounding = 1e-6;
const batches = 2;

/** 16 bits out of an index and the number of a stream, as the fixtures' generator mixes them. */
function mixed(index: number, stream: number): number {
  const x = Math.imul(index, 2654435761) + stream * 40503 + 12345;
  return (Math.imul((x ^ (x >>> 15)) >>> 0, 739393) >>> 8) & 0xffff;
}

const numbers = (count: number, stream: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => mixed(i, stream) / 65536);

function initial([first, ...rest]: readonly number[], stream: number): Float32Array {
  const inputs = rest.length === 0 ? 16 : rest.reduce((product, n) => product * n, 1);
  const bits = Math.max(0, inputs - 1).toString(2).length;
  const bound = 2 ** -Math.floor(bits / 2);
  const count = first * (rest.length === 0 ? 1 : inputs);
  return numbers(count, stream).map((x) => (x * 2 - 1) * bound);
}

describe('ten steps of the benchmark networks, with all passes', function () {
  this.timeout(60_000);

  for (const fixture of fixtures) {
    it(`are PyTorch’s: ${fixture.name}`, async () => {
      const { name, batch, losses, final } = fixture;
      const path = join(root, 'bench/workloads', `${name}.dnn`);
      const notebook = understand({ path, text: readFileSync(path, 'utf8') }, {});
      const { network, plan } = trainAction(notebook, 0);
      const count = network.outputs[0].shape[0];
      const step = buildTrainingStep(network, plan, { batch, targets: { kind: 'classes', count } });
      const specs = network.layers.flatMap((layer) =>
        layer.parameters.map((spec) => ({ ...spec, key: parameterKey(layer, spec) })),
      );
      const trained = specs.filter(({ frozen }) => !frozen);
      const state = new Map([
        ...specs.map(({ key, name: kind, shape }) => {
          const size = shape.reduce((product, n) => product * n, 1);
          return [key, new Float32Array(size).fill(kind === 'variance' ? 1 : 0)] as const;
        }),
        ...trained.map(({ key, shape }, stream) => [key, initial(shape, stream)] as const),
      ]);
      const executor = await openOn({ runtime: await loadRuntime(), step, state }, 'cpu');
      try {
        for (const [i, expected] of losses.entries()) {
          const turn = i % batches;
          executor.samples.set(numbers(executor.samples.length, 500 + turn));
          executor.targets.fill(0);
          for (let n = 0; n < batch; n++)
            executor.targets[n * count + ((n * 7 + turn) % count)] = 1;
          const { loss } = await executor.step(plan.optimizer.arguments.rate as number, i + 1);
          assert.ok(Math.abs(loss / expected - 1) <= tolerance, `loss ${i + 1}: ${loss}`);
        }
        const found = await executor.read();
        assert.equal(trained.length, final.length);
        for (const [stream, { key }] of trained.entries()) {
          const expected = final[stream];
          const { data } = found.get(key)!;
          assert.equal(data.length, expected.count, key);
          const kept = expected.weights.map((_, i) => mixed(i, 1000 + stream) % data.length);
          const before = state.get(key)!;
          const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));
          const scale = largest(expected.weights);
          const way = largest(expected.weights.map((weight, i) => weight - before[kept[i]]));
          for (const [i, weight] of expected.weights.entries()) {
            const difference = Math.abs(data[kept[i]] - weight);
            const text = `${key}[${kept[i]}]: ${data[kept[i]]}, PyTorch ${weight}`;
            assert.ok(difference <= tolerance * scale, text);
            assert.ok(difference <= wayTolerance * way + rounding * scale, `${text}, came ${way}`);
          }
          const norm = Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
          assert.ok(Math.abs(norm / expected.norm - 1) <= tolerance, `‖${key}‖ ${norm}`);
        }
      } finally {
        await executor.dispose();
      }
    });
  }
});
