import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Dataset } from '../../../src/data/dataset';
import { countActivity } from '../../../src/compute/inspect/activity';
import { undisturbed } from '../../../src/compute/jobs/jobs';
import { buildActivity } from '../../../src/learning/activity';
import type { Activity } from '../../../src/learning/activityCount';
import { buildPrediction } from '../../../src/learning/evaluation';
import type { Network } from '../../../src/network/network';
import { Random } from '../../../src/random/random';
import { floats, runGraph } from '../graph/support';
import { chain, networkOf } from '../../unit/network/support';
import { tensor } from './support';

/** What the units of all layers do, counted in plain loops over the layers' outputs to all samples at once. */

const targets = { kind: 'values', count: 1 } as const;
const count = 300; // more than two batches

function dataOf(shape: readonly number[], segments = 1) {
  const size = shape.reduce((n, m) => n * m, 1);
  const random = new Random(5);
  const samples = Float32Array.from({ length: count * size }, () => random.uniform() - 0.5);
  const split = {
    name: 'test',
    count,
    gather(indices: Int32Array, inputs: Float32Array) {
      indices.forEach((sample, i) =>
        inputs.set(samples.subarray(sample * size, (sample + 1) * size), i * size),
      );
    },
    label: () => undefined,
  };
  const target = { kind: 'values', names: ['y'] };
  const splits = { train: split, validation: split, test: split };
  const dataset = { name: 'd', inputShape: shape, target, splits, segments };
  return { samples, dataset: dataset as unknown as Dataset };
}

/** Weights between −2 and 2; those of dead and saturated units are set by the cases. */
function weightsOf(network: Network, change: (key: string, weights: Float32Array) => void) {
  const random = new Random(3);
  const weights = network.layers.flatMap((layer) =>
    layer.parameters.map(({ name, shape }) => {
      const size = shape.reduce((n, m) => n * m, 1);
      const drawn = Float32Array.from({ length: size }, () => 4 * random.uniform() - 2);
      change(`${layer.id}.${name}`, drawn);
      return [`${layer.id}.${name}`, drawn] as const;
    }),
  );
  return new Map(weights);
}

/** The outputs of a network that ends with the layer of interest: [samples, …]. */
async function outputsOf(
  network: Network,
  samples: Float32Array,
  weights: ReadonlyMap<string, Float32Array>,
) {
  const { graph, inputs, prediction } = buildPrediction(network, { targets });
  const feeds = graph.inputs.map(({ name, type }) => {
    const shape = type.shape.map((length) => (length === 'N' ? count : Number(length)));
    const none = new Float32Array(count); // targets
    const data = name === inputs.samples ? samples : (weights.get(name) ?? none);
    return [name, tensor(data, shape)] as const;
  });
  const results = await runGraph(graph, Object.fromEntries(feeds));
  return [...floats(results[prediction])];
}

/** In plain loops; `unit` says to which unit a number of a sample belongs. */
function counted(
  values: readonly number[],
  units: number,
  unit: (i: number) => number,
  range?: readonly [number, number],
): Activity {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const each = Array.from({ length: units }, (_, k) =>
    values.filter((_, i) => unit(i % (values.length / count)) === k),
  );
  const often = (of: readonly number[], is: (value: number) => boolean) =>
    of.filter(is).length / of.length;
  const isNear = (value: number): boolean => {
    const [low, high] = range!;
    const way = (value - low) / (high - low);
    return way < 0.025 || way > 0.975;
  };
  return {
    mean,
    deviation: Math.sqrt(squares / values.length),
    zeros: often(values, (value) => value === 0),
    units,
    dead: each.filter((of) => of.every((value) => value === 0)).length,
    ...(range && { saturated: each.filter((of) => often(of, isNear) >= 0.95).length }),
  };
}

async function activityOf(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
  dataset: Dataset,
  atMost = Infinity,
) {
  const step = buildActivity(network, { targets });
  const subject = { dataset, split: 'test', atMost, parameters: weights } as const;
  return countActivity('cpu', step, subject, undisturbed);
}

const bias = (values: readonly number[]) => (key: string, weights: Float32Array) => {
  if (key === 'output.bias') values.forEach((value, i) => (weights[i] = value));
};

describe('activity of units', () => {
  for (const [text, input, units, unit, change, range, dead, saturated] of [
    [
      'output: dense(5) relu',
      [3],
      5,
      (i: number) => i,
      bias([-9, 0, 0, -9, 1]),
      undefined,
      2,
      undefined,
    ],
    ['output: dense(4) logistic', [3], 4, (i: number) => i, bias([9, 0, -9, 0]), [0, 1], 0, 2],
    ['output: dense(3) tanh', [3], 3, (i: number) => i, bias([0, 9, 0]), [-1, 1], 0, 1],
    [
      'output: dense(3) scaled_tanh',
      [3],
      3,
      (i: number) => i,
      bias([0, 0, 20]),
      [-1.7159, 1.7159],
      0,
      1,
    ],
    [
      'output: conv(3, kernel: 2) relu',
      [2, 4, 4],
      3,
      (i: number) => Math.floor(i / 9),
      bias([0, -30, 1]),
      undefined,
      1,
      undefined,
    ],
    [
      'output: step_dense(4) relu',
      [5, 2],
      4,
      (i: number) => i % 4,
      bias([0, -30, 1, 0]),
      undefined,
      1,
      undefined,
    ],
    ['output: rnn(3)', [5, 2], 3, (i: number) => i, bias([0, 15, 0]), [-1, 1], 0, 2],
  ] as const) {
    it(`is that of plain loops: ${text}`, async () => {
      const network = networkOf(chain(`x[${input.join()}]`, text));
      const { samples, dataset } = dataOf(input);
      const weights = weightsOf(network, change);
      const { samples: seen, layers } = await activityOf(network, weights, dataset);
      const expected = counted(await outputsOf(network, samples, weights), units, unit, range);
      const { mean, deviation, zeros, ...numbers } = layers.get('output')!;
      assert.equal(seen, count);
      assert.ok(Math.abs(mean - expected.mean) < 1e-5, `${mean} ${expected.mean}`);
      assert.ok(Math.abs(deviation - expected.deviation) < 1e-5);
      assert.ok(Math.abs(zeros - expected.zeros) < 1e-12);
      assert.deepEqual(numbers, {
        units,
        dead: expected.dead,
        ...(range && { saturated: expected.saturated }),
      });
      assert.deepEqual([numbers.dead, numbers.saturated], [dead, saturated]);
    });
  }

  it('finds a unit that is active for the last sample only', async () => {
    const network = networkOf(chain('x[1]', 'output: dense(1) relu'));
    const { samples, dataset } = dataOf([1]);
    samples.fill(-1);
    samples[count - 1] = 1;
    const weights = new Map([
      ['output.weight', Float32Array.of(1)],
      ['output.bias', Float32Array.of(0)],
    ]);
    const all = await activityOf(network, weights, dataset);
    const some = await activityOf(network, weights, dataset, count - 1);
    assert.deepEqual([some.samples, some.layers.get('output')!.dead], [count - 1, 1]);
    assert.deepEqual([all.samples, all.layers.get('output')!.dead], [count, 0]);
  });

  it('measures a small deviation beside a large mean', async () => {
    const network = networkOf(chain('x[1]', 'output: dense(1)'));
    const { samples, dataset } = dataOf([1]);
    samples.forEach((_, i) => (samples[i] = i % 2 ? 10_000.25 : 9_999.75));
    const weights = new Map([
      ['output.weight', Float32Array.of(1)],
      ['output.bias', Float32Array.of(0)],
    ]);
    const { mean, deviation } = (await activityOf(network, weights, dataset)).layers.get('output')!;
    assert.ok(Math.abs(mean - 10_000) < 1e-3 && Math.abs(deviation - 0.25) < 1e-6);
  });

  it('carries what a layer left from segment to segment', async () => {
    const segments = 3;
    const network = networkOf(chain('x[2, 1]', 'output: rnn(2, output: sequence)'));
    const { samples, dataset } = dataOf([2, 1], segments);
    const weights = weightsOf(network, () => undefined);
    const step = buildActivity(network, { targets, segments });
    const subject = { dataset, split: 'test', atMost: count, parameters: weights } as const;
    const { layers } = await countActivity('cpu', step, subject, undisturbed);
    const [w, u, b] = ['weight', 'recurrent', 'bias'].map((name) => weights.get(`output.${name}`)!);
    let state = [0, 0];
    let sum = 0;
    samples.forEach((x, i) => {
      if (i % (2 * segments) === 0) state = [0, 0];
      state = [0, 1].map((k) =>
        Math.tanh(w[k] * x + b[k] + u[2 * k] * state[0] + u[2 * k + 1] * state[1]),
      );
      sum += state[0] + state[1];
    });
    assert.ok(Math.abs(layers.get('output')!.mean - sum / (2 * samples.length)) < 1e-5);
  });

  it('tells how far it is, and ends early with what it has', async () => {
    const network = networkOf(chain('x[1]', 'output: dense(1) relu'));
    const { dataset } = dataOf([1]);
    const weights = weightsOf(network, () => undefined);
    const signal = AbortSignal.abort();
    const step = buildActivity(network, { targets });
    const subject = { dataset, split: 'test', atMost: count, parameters: weights } as const;
    const { samples } = await countActivity('cpu', step, subject, { ...undisturbed, signal });
    assert.equal(samples, 128);
  });
});
