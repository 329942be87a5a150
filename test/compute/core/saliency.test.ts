import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toWireTensor, type Answer } from '../../../src/compute/protocol/protocol';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { dataCell } from '../notebooks';
import { bundles, cores, Workspace } from '../support';

const numbers = (tensors: readonly Answer['outputs'][number][], layer: string) =>
  fromWireTensor(tensors.find((each) => each.layer === layer)!.values)!;

/** Central differences of a function of numbers. */
const differences = (f: (x: Float64Array) => number, at: ArrayLike<number>, h: number) =>
  Array.from(at, (_, i) => {
    const moved = (by: number) => Float64Array.from(at).with(i, at[i] + by);
    return (f(moved(h)) - f(moved(-h))) / (2 * h);
  });

function assertNear(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  assert.equal(actual.length, expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  assert.ok(scale > 1e-4, `nothing to compare: ${scale}`);
  expected.forEach((value, i) => {
    const far = Math.abs(actual[i] - value) / scale;
    assert.ok(far < tolerance, `number ${i}: ${actual[i]} is not ${value}`);
  });
}

describe('a saliency map', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  const drawing = Float32Array.from({ length: 784 }, (_, i) => Math.abs(Math.sin(i * 0.37)));
  const image = toWireTensor([1, 28, 28], drawing);

  it('of an image is the gradient of a class’s logit, as differences of plain loops tell it', async () => {
    const notebook = workspace.notebook([
      dataCell.replace('batch 32', 'batch 32\n  normalize standard'),
      'network Net {\n  input image[1, 28, 28]\n  C1: conv(2, kernel: 7, stride: 7) tanh\n  output: dense(10) softmax\n}',
      'train Net on digits {\n  epochs 1\n}',
    ]);
    const client = await open();
    const ask = (output?: number) =>
      client.request('answer', {
        ...{
          notebook,
          network: 'Net',
          input: image,
          layers: [{ layer: 'input' }, { layer: 'output' }],
        },
        ...{
          parameters: [{ layer: 'C1' }, { layer: 'output' }],
          preActivations: [{ layer: 'output' }],
        },
        saliency: { output },
      });
    const answer = await ask(3);
    const [filters, filterBias, weight, bias] = answer.parameters.map(({ values }) =>
      fromWireTensor(values)!,
    );
    const logit = (output: number) => (pixels: Float64Array) => {
      let sum = bias[output];
      for (let i = 0; i < 32; i++) {
        const [filter, y, x] = [i >> 4, 7 * ((i >> 2) & 3), 7 * (i & 3)];
        let before = filterBias[filter];
        for (let u = 0; u < 7; u++)
          for (let v = 0; v < 7; v++)
            before += filters[filter * 49 + u * 7 + v] * pixels[(y + u) * 28 + x + v];
        sum += weight[output * 32 + i] * Math.tanh(before);
      }
      return sum;
    };
    // Normalized, as the first layer reads it.
    const read = numbers(answer.outputs, 'input');
    const { saliency } = answer;
    const { output, name, scored, respect, score } = saliency!;
    assert.deepEqual([output, name, scored, respect], [3, '3', 'logit', 'input']);
    assert.ok(Math.abs(Number(score) - numbers(answer.preActivations, 'output')[3]) < 1e-5);
    assert.deepEqual(saliency!.gradient.shape, [1, 28, 28]);
    const gradient = fromWireTensor(saliency!.gradient)!;
    assertNear(gradient, differences(logit(3), read, 1e-5), 1e-4);

    const byDefault = (await ask()).saliency!;
    const likeliest = answer.prediction.reduce((a, b) => (b.value > a.value ? b : a));
    assert.equal(byDefault.name, likeliest.name);
    await assert.rejects(ask(10), /no output 10/);
  });

  it('of a sequence and its last step is the gradient of the value that is predicted', async () => {
    const notebook = workspace.notebook([
      'data wave {\n  source mackey_glass(train: 200, test: 60, steps: 6)\n  batch 20\n}',
      'network Net {\n  input x[6, 1]\n  R: rnn(4)\n  output: dense(1)\n}',
      'train Net on wave {\n  loss mse\n  epochs 1\n}',
    ]);
    const client = await open();
    const x = Float32Array.from({ length: 6 }, (_, i) => 0.5 + Math.sin(i));
    const ask = (values: Float32Array, more = {}) =>
      client.request('answer', {
        ...{ notebook, network: 'Net', layers: [{ layer: 'output' }], ...more },
        input: toWireTensor([6, 1], values),
      });
    const { saliency } = await ask(x, { saliency: {} });
    assert.deepEqual([saliency!.scored, saliency!.gradient.shape], ['output', [6, 1]]);
    const h = 2 ** -6;
    const expected = await Promise.all(
      Array.from(x, async (value, i) => {
        const [after, before] = await Promise.all(
          [h, -h].map((by) =>
            ask(x.with(i, value + by)).then((a) => numbers(a.outputs, 'output')[0]),
          ),
        );
        return (after - before) / (2 * h);
      }),
    );
    assertNear(fromWireTensor(saliency!.gradient)!, expected, 1e-2);
  });

  it('of two classes that one unit tells apart has a sign for each', async () => {
    const notebook = workspace.notebook([
      'data pair {\n  source csv("pair.csv", test: 0.5)\n  batch 2\n}',
      'network Net {\n  input x[2]\n  output: dense(1) logistic\n}',
      'train Net on pair {\n  loss binary_cross_entropy\n  epochs 1\n}',
    ]);
    writeFileSync(
      join(workspace.folder, 'pair.csv'),
      'a,b,kind\n1,2,no\n2,1,yes\n3,1,yes\n1,4,no\n',
    );
    const client = await open();
    const x = Float32Array.of(0.5, -1);
    const gradientOf = async (output: number) => {
      const answer = await client.request('answer', {
        ...{
          notebook,
          network: 'Net',
          layers: [{ layer: 'output' }],
          parameters: [{ layer: 'output' }],
        },
        ...{ input: toWireTensor([2], x), saliency: { output } },
      });
      const [weight] = answer.parameters.map(({ values }) => fromWireTensor(values)!);
      const [y] = numbers(answer.outputs, 'output');
      // ∂σ(wx + b)/∂x = σ(1 − σ) w
      const expected = Array.from(weight, (w) => (output === 1 ? 1 : -1) * y * (1 - y) * w);
      assertNear(fromWireTensor(answer.saliency!.gradient)!, expected, 1e-4);
      return answer.saliency!.name;
    };
    assert.deepEqual([await gradientOf(0), await gradientOf(1)], ['no', 'yes']);
  });

  it('of characters is the length of the gradient of each one’s embedding', async () => {
    writeFileSync(join(workspace.folder, 'book.txt'), 'to be or not to be that is '.repeat(20));
    const notebook = workspace.notebook([
      'data book {\n  source text("book.txt", steps: 5)\n  batch 8\n}',
      'network Net {\n  input x[5]\n  E: embedding(3, vocabulary: 11)\n  output: dense(11) softmax\n}',
      'train Net on book {\n  epochs 1\n}',
    ]);
    const client = await open();
    const answer = await client.request('answer', {
      ...{ notebook, network: 'Net', layers: [], parameters: [{ layer: 'output' }] },
      ...{ input: toWireTensor([5], Float32Array.of(0, 3, 1, 3, 2)), saliency: { output: 4 } },
    });
    const [weight] = answer.parameters.map(({ values }) => fromWireTensor(values)!);
    // The logit is linear in the vectors.
    const expected = Array.from({ length: 5 }, (_, step) =>
      Math.hypot(...weight.subarray(4 * 15 + 3 * step, 4 * 15 + 3 * step + 3)),
    );
    assert.deepEqual(
      [answer.saliency!.respect, answer.saliency!.gradient.shape],
      ['embedding', [5]],
    );
    assertNear(fromWireTensor(answer.saliency!.gradient)!, expected, 1e-4);
  });

  it('is refused where no gradient reaches the input', async () => {
    const notebook = workspace.notebook([
      dataCell,
      'network Net {\n  input image[1, 28, 28]\n  dense(8) step\n  output: dense(10) softmax\n}',
    ]);
    const client = await open();
    const request = { notebook, network: 'Net', input: image, layers: [], saliency: {} };
    await assert.rejects(client.request('answer', request), /`Net` has no saliency map: /);
    assert.equal((await client.request('answer', { ...request, saliency: undefined })).step, 0);
  });
});
