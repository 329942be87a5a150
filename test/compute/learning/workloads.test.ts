import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOn } from '../../../src/compute/devices/openStep';
import { trainAction, analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { buildTrainingStep } from '../../../src/learning/rules';
import { parameterKey } from '../../../src/network/network';
import { initial, mixed, numbers } from './formula';

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
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(root, 'test/fixtures', name), 'utf8'));
const fixtures = read('workloads.json') as readonly Fixture[];
/**
 * Written by `test/fixtures/makeSpread.py`: how far float32 trainings by PyTorch are from the fixture, as a share of the way a
 * parameter has come: its kept numbers at most, and the way itself, in the
 * parameter at the first quartile.
 */
const spreads = read('workloadSpread.json') as Readonly<
  Record<'smooth' | 'kinked', { readonly numbers: number; readonly way: number }>
>;
/** Networks without a unit whose derivative jumps. */
const smooth = ['xor', 'lenet5', 'rnn', 'char-lstm', 'char-gpt'];

const tolerance = 1e-5;
/** Of the largest spread. */
const margin = 3;
/** One rounding error of the largest number. */
const rounding = 2 ** -23;
const batches = 2;

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** What is trained otherwise than the notebook says, to see that it is noticed. */
interface Mistake {
  readonly gradients?: number;
  readonly momentum?: number;
  readonly untrained?: string;
}

/** Trains a network for ten steps and says where it is not where PyTorch is. */
async function differences(fixture: Fixture, mistake: Mistake = {}): Promise<string[]> {
  const { name, batch, losses, final } = fixture;
  const path = join(root, 'bench/workloads', `${name}.dnn`);
  const notebook = analyzeNotebook({ path, text: readFileSync(path, 'utf8') }, {});
  const { network, plan } = trainAction(notebook, 0);
  const specs = network.layers.flatMap((layer) =>
    layer.parameters.map((spec) => ({ ...spec, key: parameterKey(layer, spec) })),
  );
  const trained = specs.filter(({ frozen }) => !frozen);
  const layers = network.layers.map((layer) => ({
    ...layer,
    parameters: layer.parameters.map((spec) =>
      parameterKey(layer, spec) === mistake.untrained ? { ...spec, frozen: true } : spec,
    ),
  }));
  const { optimizer } = plan;
  const { momentum = optimizer.arguments.momentum } = mistake;
  const { shape } = network.outputs[0];
  const [steps, count] = shape.length === 2 ? shape : [undefined, shape[0]];
  const step = buildTrainingStep(
    { ...network, layers },
    { ...plan, optimizer: { ...optimizer, arguments: { ...optimizer.arguments, momentum } } },
    { batch, targets: { kind: 'classes', count, ...(steps && { steps }) } },
  );
  const state = new Map([
    ...specs.map(({ key, name: kind, shape }) => {
      const size = shape.reduce((product, n) => product * n, 1);
      return [key, new Float32Array(size).fill(kind === 'variance' ? 1 : 0)] as const;
    }),
    ...trained.map(({ key, shape }, stream) => [key, initial(shape, stream)] as const),
  ]);
  // With momentum, too, gradients that are larger move weights as a larger rate does.
  const rate = (optimizer.arguments.rate as number) * (mistake.gradients ?? 1);
  const executor = await openOn({ runtime: await loadRuntime(), step, state }, 'cpu');
  const found: string[] = [];
  try {
    for (const [i, expected] of losses.entries()) {
      const turn = i % batches;
      executor.samples.set(numbers(executor.samples.length, 500 + turn));
      // Where each step has a class, a row ends with its weight.
      const width = steps ? count + 1 : count;
      executor.targets.fill(0);
      for (let row = 0; row < batch * (steps ?? 1); row++) {
        executor.targets[row * width + ((row * 7 + turn) % count)] = 1;
        if (steps) executor.targets[row * width + count] = 1;
      }
      const [[loss]] = await executor.step(rate, i + 1);
      if (!(Math.abs(loss / expected - 1) <= tolerance)) found.push(`loss ${i + 1}: ${loss}`);
    }
    const trainedState = await executor.read();
    assert.equal(trained.length, final.length);
    const spread = spreads[smooth.includes(name) ? 'smooth' : 'kinked'];
    const ways: number[] = [];
    for (const [stream, { key }] of trained.entries()) {
      const expected = final[stream];
      const { data } = trainedState.get(key)!;
      assert.equal(data.length, expected.count, key);
      const kept = expected.weights.map((_, i) => mixed(i, 1000 + stream) % data.length);
      const before = state.get(key)!;
      const way = expected.weights.map((weight, i) => weight - before[kept[i]]);
      const bound = margin * spread.numbers * largest(way) + rounding * largest(expected.weights);
      for (const [i, weight] of expected.weights.entries())
        if (!(Math.abs(data[kept[i]] - weight) <= bound))
          found.push(`${key}[${kept[i]}]: ${data[kept[i]]}, PyTorch ${weight} ± ${bound}`);
      const product = way.reduce((sum, x, i) => sum + x * (data[kept[i]] - before[kept[i]]), 0);
      ways.push(product / way.reduce((sum, x) => sum + x * x, 0));
      const norm = Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
      if (!(Math.abs(norm / expected.norm - 1) <= tolerance)) found.push(`‖${key}‖ ${norm}`);
    }
    // An error in all gradients shows in every parameter, a unit beside a kink in the few before it.
    const off = ways.map((way) => Math.abs(way - 1)).sort((a, b) => a - b);
    const quartile = off[Math.floor(off.length / 4)];
    if (!(quartile <= margin * spread.way + rounding))
      found.push(`ways differ from PyTorch’s by ${quartile}`);
    return found;
  } finally {
    await executor.dispose();
  }
}

describe('ten steps of the benchmark networks, with all passes', function () {
  this.timeout(120_000);

  for (const fixture of fixtures)
    it(`are PyTorch’s: ${fixture.name}`, async () =>
      assert.deepEqual(await differences(fixture), []));

  // The smallest whose units have kinks, and so with the wide bounds of all of these; and one with the most units beside a kink.
  const proofs = { mlp: 'dense_2.bias', vgg: 'conv_2.bias' };
  for (const [name, bias] of Object.entries(proofs)) {
    const mistakes: readonly (readonly [string, Mistake, string])[] = [
      ['gradients 1.001 times as large', { gradients: 1.001 }, 'ways differ '],
      ['a bias without gradient', { untrained: bias }, `${bias}[`],
      ['a momentum of 0.899', { momentum: 0.899 }, 'ways differ '],
    ];
    for (const [text, mistake, noticed] of mistakes)
      it(`are not PyTorch’s with ${text}: ${name}`, async () => {
        const found = await differences(
          fixtures.find((each) => each.name === name)!,
          mistake,
        );
        assert.ok(
          found.some((difference) => difference.startsWith(noticed)),
          found.join('\n'),
        );
      });
  }
});
