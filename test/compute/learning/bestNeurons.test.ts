import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Dataset } from '../../../src/data/dataset';
import { bestNeurons, type BestNeuron } from '../../../src/compute/inspect/bestNeurons';
import { undisturbed, type Surroundings } from '../../../src/compute/jobs/jobs';
import { buildOutputs } from '../../../src/learning/outputs';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';

/** How well single neurons tell classes apart, tried in plain loops over outputs that are computed here. */

const count = 300; // more than two batches

/** Samples with labels of their own, as a data set of classes. */
function dataOf(shape: readonly number[], samples: Float32Array, labels: readonly number[]) {
  const size = samples.length / count;
  const classes = Math.max(...labels) + 1;
  const split = {
    name: 'test',
    count,
    gather(indices: Int32Array, inputs: Float32Array, targets: Float32Array) {
      targets.fill(0);
      indices.forEach((sample, i) => {
        inputs.set(samples.subarray(sample * size, (sample + 1) * size), i * size);
        targets[i * classes + labels[sample]] = 1;
      });
    },
    label: (i: number) => labels[i],
  };
  const names = Array.from({ length: classes }, (_, label) => String(label));
  const target = { kind: 'classes', names };
  const splits = { train: split, validation: split, test: split };
  return { name: 'd', inputShape: shape, target, splits, segments: 1 } as unknown as Dataset;
}

interface Case {
  readonly text: string;
  readonly dataset: Dataset;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

async function found(
  { text, dataset, weights }: Case,
  {
    atMost = Infinity,
    surroundings = undisturbed,
  }: { atMost?: number; surroundings?: Surroundings } = {},
) {
  const network = networkOf(chain(`x[${dataset.inputShape.join()}]`, text));
  const layers = [network.outputs[0]];
  const targets = { kind: 'classes', count: dataset.target.names.length } as const;
  const step = buildOutputs(network, layers, { targets });
  const subject = { dataset, split: 'test', atMost, parameters: weights } as const;
  const best = await bestNeurons('cpu', step, layers, subject, surroundings);
  return best?.get('output');
}

/** The accuracy of each neuron, threshold and side for a class: the best of them. */
function bestAccuracy(
  outputs: readonly (readonly number[])[],
  labels: readonly number[],
  label: number,
) {
  let best = 0;
  for (const neuron of outputs[0].keys()) {
    const column = outputs.map((row) => row[neuron]);
    const [least, greatest] = [Math.min(...column), Math.max(...column)];
    for (let k = 1; k <= 20; k++) {
      const right = accuracyOf(column, labels, label, true, least + (k / 21) * (greatest - least));
      best = Math.max(best, right, 1 - right);
    }
  }
  return best;
}

const accuracyOf = (
  column: readonly number[],
  labels: readonly number[],
  label: number,
  above: boolean,
  threshold: number,
) =>
  column.filter((value, i) => (value > threshold === above) === (labels[i] === label)).length /
  column.length;

/** Whether what is told of a neuron holds for the outputs, and no other one is better. */
function assertBest(
  told: readonly BestNeuron[],
  outputs: readonly (readonly number[])[],
  labels: readonly number[],
  indexOf: (place: readonly number[]) => number,
) {
  for (const { label, neuron, above, threshold, accuracy, constant } of told) {
    const column = outputs.map((row) => row[indexOf(neuron)]);
    const share = labels.filter((one) => one === label).length / labels.length;
    assert.ok(Math.abs(constant - Math.max(share, 1 - share)) < 1e-12);
    // No output lies so near a threshold that float32 could have moved it across.
    assert.ok(Math.abs(accuracyOf(column, labels, label, above, threshold) - accuracy) < 1e-12);
    assert.ok(Math.abs(bestAccuracy(outputs, labels, label) - accuracy) < 1e-12, `class ${label}`);
  }
  const gains = told.map(({ accuracy, constant }) => accuracy - constant);
  assert.deepEqual(
    gains,
    [...gains].sort((a, b) => b - a),
  );
}

describe('the best neuron', () => {
  const random = new Random(11);
  const uniform = (length: number, scale: number) =>
    Float32Array.from({ length }, () => scale * (random.uniform() - 0.5));

  it('is that of plain loops: a dense layer, classes of unequal size', async () => {
    const labels = Array.from({ length: count }, () => Math.floor(4 * random.uniform() ** 2));
    const samples = uniform(3 * count, 1);
    labels.forEach((label, i) => (samples[3 * i] += 0.2 * label)); // a class can be seen
    const weights = new Map([
      ['output.weight', uniform(15, 2)],
      ['output.bias', uniform(5, 1)],
    ]);
    const [w, b] = [weights.get('output.weight')!, weights.get('output.bias')!];
    const outputs = labels.map((_, i) =>
      [0, 1, 2, 3, 4].map((k) =>
        [0, 1, 2].reduce((sum, j) => sum + w[3 * k + j] * samples[3 * i + j], b[k]),
      ),
    );
    const dataset = dataOf([3], samples, labels);
    const told = await found({ text: 'output: dense(5)', dataset, weights });
    assert.deepEqual(told!.map(({ label }) => label).sort(), [0, 1, 2, 3]);
    assertBest(told!, outputs, labels, ([k]) => k);

    const some = await found({ text: 'output: dense(5)', dataset, weights }, { atMost: 150 });
    assertBest(some!, outputs.slice(0, 150), labels.slice(0, 150), ([k]) => k);
  });

  it('has a place in a stack of maps', async () => {
    // The class is whether the pixel at row 1, column 2 is bright; map 1 turns it over, map 0 is blind.
    const labels = Array.from({ length: count }, () => Number(random.uniform() < 0.5));
    const samples = uniform(9 * count, 0.8);
    labels.forEach((label, i) => (samples[9 * i + 5] += label));
    const weights = new Map([
      ['output.weight', Float32Array.of(0, -1)],
      ['output.bias', Float32Array.of(7, 0)],
    ]);
    const dataset = dataOf([1, 3, 3], samples, labels);
    const told = await found({ text: 'output: conv(2, kernel: 1)', dataset, weights });
    const outputs = labels.map((_, i) => [
      ...Array.from({ length: 9 }, () => 7),
      ...Array.from(samples.subarray(9 * i, 9 * i + 9), (x) => -x),
    ]);
    assertBest(told!, outputs, labels, ([map, y, x]) => 9 * map + 3 * y + x);
    for (const { neuron, label, above, accuracy } of told!) {
      assert.deepEqual(neuron, [1, 1, 2]);
      assert.equal(above, label === 0);
      assert.ok(accuracy > 0.97);
    }
  });

  it('is none that has no finite range, and of blind ones as good as a constant answer', async () => {
    const labels = Array.from({ length: count }, (_, i) => Number(i % 3 === 0));
    const dataset = dataOf([1], new Float32Array(count).fill(1), labels);
    const told = await found({
      text: 'output: dense(2, bias: false)',
      dataset,
      weights: new Map([['output.weight', Float32Array.of(NaN, 3)]]),
    });
    for (const { neuron, accuracy, constant } of told!)
      assert.deepEqual([neuron, accuracy, constant], [[1], 2 / 3, 2 / 3]);
    assert.equal(told!.length, 2);
  });

  it('is not told of some samples when it is stopped', async () => {
    const dataset = dataOf(
      [1],
      uniform(count, 1),
      Array.from({ length: count }, (_, i) => i % 2),
    );
    const weights = new Map([['output.weight', Float32Array.of(1)]]);
    const surroundings = { ...undisturbed, signal: AbortSignal.abort() };
    const text = 'output: dense(1, bias: false)';
    assert.equal(await found({ text, dataset, weights }, { surroundings }), undefined);
  });

  it('is refused where the counts would not fit', async () => {
    const labels = Array.from({ length: count }, (_, i) => (i === 0 ? 50_000 : 0));
    const dataset = dataOf([1], uniform(count, 1), labels);
    const weights = new Map([['output.weight', uniform(5000, 1)]]);
    const text = 'output: dense(5000, bias: false)';
    await assert.rejects(
      found({ text, dataset, weights }),
      /5000 neurons .* needs .* GiB of memory/,
    );
  });
});
