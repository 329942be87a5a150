import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { incompatibilities, phasesOf } from '../../../src/learning/rules';
import type { PassSums } from '../../../src/learning/rules/rule';
import { initialize } from '../../../src/network/initialize';
import type { Network } from '../../../src/network/network';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import { sessionOf } from '../graph/support';
import { call, plan, tensor } from './support';

const [inputs, outputs, samples] = [5, 2, 60];

interface Row {
  readonly x: Float32Array;
  readonly t: readonly number[];
}

/** Samples with a linear answer and noise. */
const rows = (seed: number): Row[] =>
  Array.from({ length: samples }, (_, n) => {
    const x = new Random(seed, n).fillUniform(new Float32Array(inputs));
    const noise = Math.sin(7 * n + seed);
    return { x, t: [1 + x[0] - 2 * x[3] + noise / 4, x[1] * x[2] - noise / 3].map(Math.fround) };
  });

/** Sums of a pass over samples, some at a time or, in a series, one by one. */
async function sumsOf(network: Network, rule: ReturnType<typeof call>, all: readonly Row[]) {
  const [phase] = phasesOf(network, plan({ rule }));
  assert.ok(phase.kind === 'pass');
  const count = all[0].t.length;
  const targets = { kind: 'values', count } as const;
  const { graph, measures, parameters, carried, series } = phase.pass.evaluate(
    network,
    phase.plan,
    { targets },
  );
  const { washout = 0 } = series ?? {};
  const session = await sessionOf(graph);
  const initial = initialize(network, 1);
  const shapes = new Map(graph.inputs.map(({ name, type }) => [name, type.shape]));
  const sums = new Map<string, Float64Array>();
  const size = carried.length > 0 ? 1 : all.length / 3;
  let state: [string, Tensor][] = carried.map(({ input, shape }) => [
    input,
    tensor(new Float32Array(shape[0]), [1, ...shape]),
  ]);
  for (let first = 0; first < all.length; first += size) {
    const batch = all.slice(first, first + size);
    const known = parameters.flatMap(({ key, input }) =>
      shapes.has(input) ? [[input, tensor(initial.get(key)!, shapes.get(input)!)] as const] : [],
    );
    const results = await session.run({
      ...Object.fromEntries<Tensor>([...known, ...state]),
      samples: tensor(
        batch.flatMap(({ x }) => [...x]),
        [size, ...network.input.shape],
      ),
      targets: tensor(
        batch.flatMap(({ t }) => t),
        [size, count],
      ),
    });
    state = carried.map(({ input, output }) => [input, results[output]]);
    if (first < washout) continue;
    for (const { name, output } of measures) {
      const numbers = results[output].data as Float32Array | Float64Array;
      const before = sums.get(name);
      sums.set(
        name,
        Float64Array.from(numbers, (number, i) => number + (before?.[i] ?? 0)),
      );
    }
  }
  return { pass: phase.pass, plan: phase.plan, sums: { sums, samples: all.length - washout } };
}

async function solved(network: Network, penalty: readonly number[], validation?: PassSums) {
  const found = await sumsOf(network, call('ridge', { penalty }), rows(1));
  const { parameters, measures } = found.pass.finish(found.sums, found.plan, validation);
  const told = Object.fromEntries(measures!.map(({ entry, value }) => [entry.name, value]));
  const data = (key: string) => parameters!.get(key)!.data;
  return { weight: data('O.weight'), bias: data('O.bias'), told };
}

const answer = (weight: Float32Array, bias: Float32Array, x: Float32Array, unit: number): number =>
  x.reduce((sum, value, i) => sum + weight[unit * inputs + i] * value, bias[unit]);

describe('ridge', () => {
  const network = networkOf(chain(`x[${inputs}]`, `output O: dense(${outputs})`));

  for (const penalty of [0, 0.5, 20])
    it(`finds where the gradient is zero, at λ = ${penalty}`, async () => {
      const { weight, bias, told } = await solved(network, [penalty]);
      let squares = 0;
      for (let unit = 0; unit < outputs; unit++) {
        const slope = new Float64Array(inputs + 1);
        for (const { x, t } of rows(1)) {
          const missed = answer(weight, bias, x, unit) - t[unit];
          squares += missed ** 2;
          x.forEach((value, i) => (slope[i] += missed * value));
          slope[inputs] += missed;
        }
        for (let i = 0; i < inputs; i++) slope[i] += penalty * weight[unit * inputs + i];
        for (const value of slope) assert.ok(Math.abs(value) < 2e-5, `slope ${value}`);
      }
      assert.ok(Math.abs(told.residual - squares / 2 / samples) < 1e-7);
      assert.equal(told.penalty, penalty);
    });

  it('takes the penalty with the least error of the validation samples', async () => {
    const penalties = [1e-3, 1, 100];
    const { sums } = await sumsOf(network, call('ridge', { penalty: penalties }), rows(2));
    const errors = await Promise.all(
      penalties.map(async (penalty) => {
        const { weight, bias } = await solved(network, [penalty]);
        const squares = rows(2).map(({ x, t }) =>
          t.reduce((sum, wanted, unit) => sum + (answer(weight, bias, x, unit) - wanted) ** 2, 0),
        );
        return squares.reduce((sum, value) => sum + value, 0) / 2 / samples;
      }),
    );
    const { told } = await solved(network, penalties, sums);
    penalties.forEach((_, i) =>
      assert.ok(Math.abs(told[`validation_error_${i}`] - errors[i]) < 1e-6),
    );
    assert.equal(told.penalty, penalties[errors.indexOf(Math.min(...errors))]);
  });

  it('tells the condition of its equations', async () => {
    const alone = networkOf(chain('x[2]', 'output O: dense(1, bias: false)'));
    const axes = Array.from({ length: 6 }, (_, n) => ({
      x: Float32Array.of(n % 2 ? 10 : 0, n % 2 ? 0 : 1),
      t: [1],
    }));
    const found = await sumsOf(alone, call('ridge', { penalty: [1] }), axes);
    const { measures } = found.pass.finish(found.sums, found.plan);
    const told = measures!.find(({ entry }) => entry.name === 'condition')!;
    assert.ok(Math.abs(told.value - (300 + 1) / (3 + 1)) < 1e-6);
  });

  it('says what to do where inputs depend on each other, or where nothing chooses the penalty', async () => {
    const twice = rows(1).map(({ x, t }) => ({ x: x.map((_, i) => x[i % 2]), t }));
    const found = await sumsOf(network, call('ridge', { penalty: [0] }), twice);
    assert.throws(() => found.pass.finish(found.sums, found.plan), /raise the penalty/);
    const several = await sumsOf(network, call('ridge'), rows(1));
    assert.throws(() => several.pass.finish(several.sums, several.plan), /split validation/);
  });

  it('reads the states of a reservoir over a series, without the first ones', async () => {
    const units = 3;
    const washout = 10;
    const echo = networkOf(
      chain('x[1, 1]', `R: reservoir(${units}, leak: 0.5)`, 'output O: dense(1)'),
    );
    const series = Array.from({ length: 41 }, (_, t) => Math.fround(Math.sin(t / 2)));
    const all = series
      .slice(0, -1)
      .map((value, t) => ({ x: Float32Array.of(value), t: [series[t + 1]] }));
    const found = await sumsOf(echo, call('ridge', { penalty: [0.01], washout }), all);
    const { parameters } = found.pass.finish(found.sums, found.plan);
    const [w, b] = ['O.weight', 'O.bias'].map((key) => parameters!.get(key)!.data);
    const start = initialize(echo, 1);
    const [input, recurrent, bias] = ['weight', 'recurrent', 'bias'].map((name) =>
      start.get(`R.${name}`)!,
    );
    let state = new Float64Array(units);
    const slope = new Float64Array(units + 1);
    all.forEach(({ x, t }, step) => {
      state = state.map((old, i) => {
        const sum = state.reduce(
          (total, value, j) => total + recurrent[i * units + j] * value,
          input[i] * x[0] + bias[i],
        );
        return 0.5 * old + 0.5 * Math.tanh(sum);
      });
      if (step < washout) return;
      const missed = state.reduce((sum, value, i) => sum + w[i] * value, b[0]) - t[0];
      state.forEach((value, i) => (slope[i] += missed * value));
      slope[units] += missed;
    });
    for (let i = 0; i < units; i++) slope[i] += 0.01 * w[i];
    for (const value of slope) assert.ok(Math.abs(value) < 2e-5, `slope ${value}`);
  });

  const refused: Readonly<Record<string, readonly [string, object, RegExp]>> = {
    'a softmax': ['output: dense(2) softmax', {}, /needs no activation or `linear`/],
    'two layers that learn': ['H: dense(4) relu; output: dense(2)', {}, /freeze one of them/],
    'a series without states': [
      'output: dense(2)',
      { penalty: [1], washout: 5 },
      /has none; leave it out, or add a `reservoir`/,
    ],
    'a choice of penalties in a series': [
      'reshape([5, 1]); reservoir(4); output: dense(2)',
      { washout: 5 },
      /name one: `penalty: 1e-9`/,
    ],
    'more inputs than can be solved for': [
      'H: dense(5000, frozen: true); output: dense(2)',
      {},
      /5000 are more than 4096; give it fewer, or train it with `delta`/,
    ],
  };
  for (const [what, [layers, values, message]] of Object.entries(refused))
    it(`refuses ${what}`, () => {
      const unfit = networkOf(chain(`x[${inputs}]`, ...layers.split('; ')));
      const rule = call('ridge', values as ReturnType<typeof call>['arguments']);
      const [first] = incompatibilities({ network: unfit, plan: plan({ rule }) });
      assert.match(first.message, message);
    });
});
