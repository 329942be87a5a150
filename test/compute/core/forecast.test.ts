import assert from 'node:assert/strict';
import { forecast } from '../../../src/compute/protocol/protocol';
import { initialize } from '../../../src/network/initialize';
import { networkOf } from '../../unit/network/support';
import { bundles, cores, Workspace } from '../support';

const [train, test, units] = [30, 130, 4];
const [warmup, horizon, restarts] = [40, 20, 3];
const data = `data wave { source sine(train: ${train}, test: ${test}, steps: 1) }`;
const network = (input: string, ...layers: string[]) =>
  ['network Net {', `  input ${input}`, ...layers.map((layer) => `  ${layer}`), '}'].join('\n');
const settings = `{ warmup ${warmup}; horizon ${horizon}; restarts ${restarts} }`;

describe('a forecast', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const carryOut = async (cells: string[]) => {
    const client = await open();
    const notebook = workspace.notebook(cells);
    const request = { notebook, action: 0, device: 'cpu', id: 'test', seed: 5 } as const;
    return forecast.parse(await client.request('perform', request));
  };
  /** Values of the test split, and the target of the last of them. */
  const series = Float32Array.from({ length: test + 1 }, (_, t) =>
    Math.sin((2 * Math.PI * (train + t)) / 25),
  );
  /** The error of a step in float64, given what the network made of it from each start. */
  const errorOf = (outputs: readonly number[], starts: readonly number[], step: number) => {
    const targets = series.subarray(1);
    const mean = targets.reduce((sum, value) => sum + value, 0) / test;
    const variance = targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / test;
    const squares = outputs.map((value, i) => (value - targets[starts[i] + step]) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / starts.length / variance);
  };
  const near = (found: readonly unknown[], wanted: readonly number[]) =>
    wanted.forEach((value, i) =>
      assert.ok(Math.abs(Number(found[i]) - value) < 1e-4 * Math.max(1, value), `step ${i + 1}`),
    );

  it('feeds the outputs of a reservoir back, from several places, as plain loops do', async () => {
    const text = network('x[1, 1]', `R: reservoir(${units})`, 'output: dense(1)');
    const found = await carryOut([data, text, `forecast Net on wave ${settings}`]);
    const parameters = initialize(networkOf(text), 5);
    const [w, u, b, v, c] = [
      'R.weight',
      'R.recurrent',
      'R.bias',
      'output.weight',
      'output.bias',
    ].map((key) => parameters.get(key)!);
    const next = (state: Float64Array, x: number) =>
      state.map((_, i) =>
        Math.tanh(state.reduce((sum, h, j) => sum + u[i * units + j] * h, w[i] * x + b[i])),
      );
    const answer = (state: Float64Array) => state.reduce((sum, h, i) => sum + v[i] * h, c[0]);
    const first = warmup - 1;
    const last = test - horizon;
    const starts = [first, Math.floor((first + last) / 2), last];
    const outputs = starts.map((start) => {
      let state = new Float64Array(units);
      for (let t = 0; t <= start; t++) state = next(state, series[t]);
      return Array.from({ length: horizon }, () => {
        const output = answer(state);
        state = next(state, output);
        return output;
      });
    });
    const steps = Array.from({ length: horizon }, (_, step) => step);
    near(found.outputs, outputs[0]);
    near(
      found.truth,
      steps.map((step) => series[first + step + 1]),
    );
    assert.deepEqual(found.given, [...series.subarray(warmup - horizon / 2, warmup)]);
    near(
      found.errors,
      steps.map((step) =>
        errorOf(
          outputs.map((each) => each[step]),
          starts,
          step,
        ),
      ),
    );
    assert.equal(found.restarts, restarts);
    assert.equal(found.run, undefined);
  });

  it('shifts windows where the network reads several values', async () => {
    const text = network('x[3, 1]', 'flatten', 'output: dense(1)');
    const wide = data.replace('steps: 1', 'steps: 3');
    const found = await carryOut([wide, text, `forecast Net on wave ${settings}`]);
    const parameters = initialize(networkOf(text), 5);
    const [v, c] = ['output.weight', 'output.bias'].map((key) => parameters.get(key)!);
    const values = Array.from(series.subarray(warmup - 3, warmup));
    for (let step = 0; step < horizon; step++)
      values.push(v.reduce((sum, weight, i) => sum + weight * values[step + i], c[0]));
    near(found.outputs, values.slice(3));
    assert.deepEqual(found.given, [...series.subarray(warmup - horizon / 2, warmup)]);
  });

  it('tells no more of what was given than the warm-up, be it within the first window', async () => {
    const text = network('x[3, 1]', 'flatten', 'output: dense(1)');
    const wide = data.replace('steps: 1', 'steps: 3');
    const given = async (warmup: number) => {
      const short = `forecast Net on wave { warmup ${warmup}; horizon ${horizon} }`;
      return (await carryOut([wide, text, short])).given;
    };
    assert.deepEqual(await given(4), [...series.subarray(0, 4)]);
    assert.deepEqual(await given(2), [...series.subarray(1, 3)]);
  });

  it('refuses what is no series, is too short, or gives other numbers than it reads', async () => {
    const text = network('x[1, 1]', 'R: reservoir(3)', 'output: dense(1)');
    const far = data.replace('sine(', 'mackey_glass(ahead: 2, ');
    await assert.rejects(
      carryOut([far, text, `forecast Net on wave ${settings}`]),
      /are no series/,
    );
    const long = `forecast Net on wave { warmup 100; horizon 84 }`;
    await assert.rejects(carryOut([data, text, long]), /too few for a warm-up of 100/);
    const two = text.replace('dense(1)', 'dense(2)');
    await assert.rejects(carryOut([data, two, long]), /gives 2 and reads 1/);
  });
});
