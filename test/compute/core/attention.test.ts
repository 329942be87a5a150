import assert from 'node:assert/strict';
import {
  fromWireTensor,
  toWireTensor,
  type WireTensor,
} from '../../../src/compute/protocol/wireTensor';
import type { Answer } from '../../../src/compute/protocol/protocol';
import { bundles, cores, finish, train, Workspace } from '../support';

const numbers = (tensor: WireTensor) => fromWireTensor(tensor)!;

interface Attending {
  readonly heads: number;
  readonly causal: boolean;
  readonly steps: number;
  readonly features: number;
}

/** softmax(Q Kᵀ / √d) of each head, in float64 by plain loops, from what the layer reads and its parameters. */
function shares(
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  { heads, causal, steps, features }: Attending,
): number[][][] {
  const size = features / heads;
  /** Row `row` of W x + b at a step. */
  const sum = (row: number, step: number) => {
    let total = bias[row];
    for (let i = 0; i < features; i++) total += weight[row * features + i] * x[step * features + i];
    return total;
  };
  const places = Array.from({ length: steps }, (_, step) => step);
  const rowsOf = (first: number) =>
    places.map((step) => Array.from({ length: size }, (_, i) => sum(first + i, step)));
  return Array.from({ length: heads }, (_, head) => {
    const queries = rowsOf(head * size);
    const keys = rowsOf(features + head * size);
    return queries.map((query, from) => {
      const scores = keys.map((key, to) =>
        causal && to > from
          ? -Infinity
          : query.reduce((total, value, i) => total + value * key[i], 0) / Math.sqrt(size),
      );
      const greatest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - greatest));
      const whole = powers.reduce((total, power) => total + power, 0);
      return powers.map((power) => power / whole);
    });
  });
}

function assertNear(actual: ArrayLike<number>, expected: readonly number[], most = 1e-5) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) < most, `number ${i}: ${actual[i]} is not ${value}`),
  );
}

/** What `shares` says of the layer that is answered about, from its own parameters and the output before it. */
function expectedOf(answer: Answer, attending: Attending): number[][][] {
  const named = (name: string) =>
    numbers(answer.parameters.find((parameter) => parameter.name === name)!.values);
  const read = numbers(answer.outputs[0].values);
  return shares(read, named('weight'), named('bias'), attending);
}

const meanOver = (heads: readonly (readonly number[])[]) =>
  heads[0].map((_, i) => heads.reduce((sum, head) => sum + head[i], 0) / heads.length);

describe('attention', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  const text = (steps: number) =>
    `data text {\n  source sums(train: 3000, test: 1500, greatest: 12, steps: ${steps}, targets: each)\n  normalize none\n  batch 32\n}`;
  const written = (steps: number, layer: string) =>
    `network Net {\n  input characters[${steps}]\n  E: embedding(8, vocabulary: 22)\n  P: position(init: normal(0.5))\n  A: ${layer}\n  output: step_dense(22) softmax\n}`;
  const characters = (steps: number) =>
    toWireTensor(
      [steps],
      Float32Array.from({ length: steps }, (_, i) => (7 * i + (i % 5)) % 22),
    );

  it('of a trained text is what the layer’s own parameters say, causal and without dropout', async () => {
    const notebook = workspace.notebook([
      text(12),
      written(12, 'attention(2, causal: true, dropout: 0.4)'),
      'train Net on text {\n  optimizer adam(rate: 0.02)\n  epochs 2\n}',
    ]);
    const client = await open();
    await finish(client, train(notebook));
    const answer = await client.request('answer', {
      ...{ notebook, network: 'Net', input: characters(12), layers: [{ layer: 'P' }] },
      parameters: [{ layer: 'A' }],
      attention: [{ layer: 'A', heads: [1, 0], query: 5 }],
    });
    const [attention] = answer.attention;
    const { layer, heads, steps, block, maps, query } = attention;
    assert.deepEqual([layer, heads, steps, block], ['A', 2, 12, 1]);
    const expected = expectedOf(answer, { heads, causal: true, steps, features: 8 });
    assert.ok(Math.max(...expected.flat(2)) - 1 / 12 > 0.1, 'hardly more than equal shares');

    assert.deepEqual(maps!.heads.shape, [2, 12, 12]);
    const told = numbers(maps!.heads);
    assertNear(told, [...expected[1].flat(), ...expected[0].flat()]);
    for (let row = 0; row < 24; row++) {
      const shown = [...told.subarray(row * 12, (row + 1) * 12)];
      assert.ok(Math.abs(shown.reduce((sum, share) => sum + share) - 1) < 1e-5);
      assert.ok(
        shown.slice((row % 12) + 1).every((share) => share === 0),
        'reads what comes later',
      );
    }
    assert.deepEqual(maps!.mean.shape, [12, 12]);
    assertNear(numbers(maps!.mean), meanOver(expected.map((head) => head.flat())));
    assert.deepEqual([query!.step, query!.shares.shape], [5, [2, 12]]);
    assertNear(
      numbers(query!.shares),
      expected.flatMap((head) => head[5]),
    );
  });

  it('of the patches of an image reads all of them, in each of several layers', async () => {
    const notebook = workspace.notebook([
      'data digits {\n  source digits(train: 320, test: 100, seed: 1)\n  batch 32\n}',
      'network Net {\n  input image[1, 28, 28]\n  conv(12, kernel: 7, stride: 7)\n  S: to_sequence\n  A1: attention(4)\n  A2: attention(3)\n  global_avg_pool\n  output: dense(10) softmax\n}',
    ]);
    const client = await open();
    const drawing = Float32Array.from({ length: 784 }, (_, i) => Math.abs(Math.sin(i * 0.37)));
    for (const [layer, before, heads] of [
      ['A1', 'S', 4],
      ['A2', 'A1', 3],
    ] as const) {
      const answer = await client.request('answer', {
        ...{ notebook, network: 'Net', input: toWireTensor([1, 28, 28], drawing) },
        ...{ layers: [{ layer: before }], parameters: [{ layer }] },
        attention: [{ layer, heads: [...Array(heads).keys()] }],
      });
      const { maps, query, steps } = answer.attention[0];
      assert.deepEqual([query, steps], [undefined, 16]);
      const expected = expectedOf(answer, { heads, causal: false, steps: 16, features: 12 });
      assertNear(numbers(maps!.heads), expected.flat(2));
      assertNear(numbers(maps!.mean), meanOver(expected.map((head) => head.flat())));
    }
  });

  it('of many steps is told in blocks whose rows sum to 1, and of one step by itself', async () => {
    const steps = 600;
    const notebook = workspace.notebook([
      text(steps),
      written(steps, 'attention(2, causal: true)'),
    ]);
    const client = await open();
    const answer = await client.request('answer', {
      ...{ notebook, network: 'Net', input: characters(steps), layers: [{ layer: 'P' }] },
      parameters: [{ layer: 'A' }],
      attention: [{ layer: 'A', heads: [1], query: 599 }],
    });
    const { block, maps, query } = answer.attention[0];
    assert.deepEqual([block, maps!.heads.shape, maps!.mean.shape], [3, [1, 200, 200], [200, 200]]);
    const expected = expectedOf(answer, { heads: 2, causal: true, steps, features: 8 });
    const inBlocks = Array.from({ length: 200 }, (_, row) =>
      Array.from({ length: 200 }, (_, column) => {
        let sum = 0;
        for (let i = 0; i < 9; i++)
          sum += expected[1][3 * row + Math.floor(i / 3)][3 * column + (i % 3)];
        return sum / 3;
      }),
    );
    const told = numbers(maps!.heads);
    assertNear(told, inBlocks.flat());
    for (let row = 0; row < 200; row++) {
      const shown = told.subarray(row * 200, (row + 1) * 200);
      assert.ok(Math.abs(shown.reduce((sum, share) => sum + share) - 1) < 1e-5);
      assert.ok(shown.subarray(row + 1).every((share) => share === 0));
    }
    assertNear(
      numbers(query!.shares),
      expected.flatMap((head) => head[599]),
    );
  });

  it('is refused where there is none, and where it is too much', async () => {
    const notebook = workspace.notebook([text(600), written(600, 'attention(4)')]);
    const client = await open();
    const ask = (...attention: { layer: string; heads?: number[]; query?: number }[]) =>
      client.request('answer', {
        ...{ notebook, network: 'Net', input: characters(600), layers: [], attention },
      });
    await assert.rejects(ask({ layer: 'P' }), /`P` has no attention: it is `position`/);
    await assert.rejects(ask({ layer: 'B' }), /no layer `B`/);
    await assert.rejects(ask({ layer: 'A', heads: [4] }), /`A` has no head 4: it has 4,/);
    await assert.rejects(ask({ layer: 'A', query: 600 }), /`A` has no step 600: it has 600,/);
    const often = Array<number>(200).fill(0);
    await assert.rejects(ask({ layer: 'A', heads: often }), /more than can be shown at a time/);
    const many = Array.from({ length: 50 }, () => ({ layer: 'A', query: 0 }));
    await assert.rejects(ask(...many), /more than can be shown at a time/);
    assert.equal((await ask({ layer: 'A', query: 599 })).attention[0].maps, undefined);
  });
});
