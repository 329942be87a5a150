import assert from 'node:assert/strict';
import type { CoreError } from '../../../src/compute/wire/error';
import {
  toWireTensor,
  type Answer,
  type RequestParameters,
} from '../../../src/compute/protocol/protocol';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { dataCell, networkCell, trainCell } from '../notebooks';
import { bundles, cores, finish, train, Workspace } from '../support';

const drawing = (shape: number[] = [1, 28, 28]) => {
  const length = shape.reduce((product, n) => product * n, 1);
  const values = Float32Array.from({ length }, (_, i) => Math.abs(Math.sin(i * 0.37)));
  return toWireTensor(shape, values);
};

const of = (tensors: Answer['outputs'], layer: string): Float32Array =>
  fromWireTensor(tensors.find((each) => each.layer === layer)!.values)!;

describe('an answer', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('to a sample of the data is what an inspection of it shows', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const seen = await client.request('inspect', { notebook, network: 'Net', index: 7 });
    const answer = await client.request('answer', {
      ...{ notebook, network: 'Net', input: seen.sample!.input },
      layers: [{ layer: 'C1' }, { layer: 'output' }],
    });
    assert.equal(answer.run, run.id);
    assert.equal(answer.step, seen.step);
    assert.deepEqual(answer.prediction, seen.sample!.prediction);
    const [{ maps }] = seen.features;
    const [c1, output] = answer.outputs;
    assert.deepEqual([c1.layer, c1.values.shape, output.values.shape], ['C1', maps.shape, [10]]);
    const far = of(answer.outputs, 'C1').map((value, i) =>
      Math.abs(value - fromWireTensor(maps)![i]),
    );
    assert.ok(Math.max(...far) < 1e-5, String(Math.max(...far)));
  });

  it('has the numbers from which each sum can be worked out again', async () => {
    const normalized = dataCell.replace('batch 32', 'batch 32\n  normalize standard');
    const notebook = workspace.notebook([normalized, networkCell, trainCell()]);
    const client = await open();
    const answer = await client.request('answer', {
      ...{ notebook, network: 'Net', input: drawing() },
      layers: [{ layer: 'input' }, { layer: 'C1' }],
      preActivations: [{ layer: 'C1' }],
      parameters: [{ layer: 'C1' }],
    });
    assert.equal(answer.run, undefined);
    const input = of(answer.outputs, 'input');
    assert.notDeepEqual(input, fromWireTensor(drawing()));
    assert.deepEqual(
      answer.parameters.map(({ layer, name, values }) => [layer, name, values.shape]),
      [
        ['C1', 'weight', [3, 1, 5, 5]],
        ['C1', 'bias', [3]],
      ],
    );
    const [weight, bias] = answer.parameters.map(({ values }) => fromWireTensor(values)!);
    const sums = of(answer.preActivations, 'C1');
    const outputs = of(answer.outputs, 'C1');
    let checked = 0;
    for (let map = 0; map < 3; map++)
      for (let y = 0; y < 8; y++)
        for (let x = 0; x < 8; x++) {
          let sum = bias[map];
          for (let u = 0; u < 5; u++)
            for (let v = 0; v < 5; v++)
              sum += weight[(map * 5 + u) * 5 + v] * input[(y * 3 + u) * 28 + x * 3 + v];
          const i = (map * 8 + y) * 8 + x;
          assert.ok(Math.abs(sums[i] - sum) < 1e-4, `${sums[i]} for ${sum}`);
          assert.ok(Math.abs(outputs[i] - Math.max(0, sum)) < 1e-4);
          checked++;
        }
    assert.equal(checked, sums.length);
    const alone = { notebook, network: 'Net', input: drawing(), layers: [{ layer: 'C1' }] };
    assert.deepEqual((await client.request('answer', alone)).outputs, [answer.outputs[1]]);
  });

  it('has the maps and the rectangle that are asked for, and the range of all', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const request = { notebook, network: 'Net', input: drawing() };
    const { outputs } = await client.request('answer', { ...request, layers: [{ layer: 'C1' }] });
    const whole = of(outputs, 'C1');
    const [maps, height, width] = outputs[0].shape;
    const region = { top: 1, left: 2, bottom: 4, right: 6 };
    const part = await client.request('answer', {
      ...request,
      layers: [{ layer: 'C1', maps: [2, 0], region }],
      preActivations: [{ layer: 'C1', maps: [1] }],
      parameters: [{ layer: 'C1', maps: [2] }],
    });
    const [{ shape, range, values }] = part.outputs;
    assert.deepEqual(
      [shape, values.shape],
      [
        [maps, height, width],
        [2, 4, 5],
      ],
    );
    assert.deepEqual(range, [Math.min(...whole), Math.max(...whole)]);
    const expected: number[] = [];
    for (const map of [2, 0])
      for (let y = 1; y <= 4; y++)
        for (let x = 2; x <= 6; x++) expected.push(whole[(map * height + y) * width + x]);
    assert.deepEqual([...fromWireTensor(values)!], expected);
    assert.deepEqual(part.preActivations[0].values.shape, [1, height, width]);
    assert.deepEqual(
      part.parameters.map((each) => each.values.shape),
      [[1, 1, 5, 5], [1]],
    );
  });

  it('comes from newer parameters when another version is asked for', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const ask = (version: string) =>
      client.request('answer', {
        ...{ notebook, network: 'Net', input: drawing(), layers: [], version },
      });
    const before = await ask('untrained');
    const { run } = await finish(client, train(notebook));
    assert.deepEqual(await ask('untrained'), before);
    const after = await ask('trained');
    assert.deepEqual([before.run, after.run], [undefined, run.id]);
    assert.notDeepEqual(after.prediction, before.prediction);
  });

  it('keeps to the order of what is asked', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const request = { notebook, network: 'Net', input: drawing(), layers: [] };
    const versions = ['a', 'b', 'a', 'a', 'b'];
    const answers = await Promise.all(
      versions.map((version) => client.request('answer', { ...request, version })),
    );
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
  });

  it('where each step has one is that of the last step', async () => {
    const notebook = workspace.notebook([
      'data stream {\n  source digit_stream(train: 4, test: 1, steps: 40)\n  batch 2\n}',
      'network Net {\n  input image[40, 28]\n  output: step_dense(11) softmax\n}',
      'train Net on stream {\n  epochs 1\n}',
    ]);
    const client = await open();
    const { prediction, outputs } = await client.request('answer', {
      ...{ notebook, network: 'Net', input: drawing([40, 28]), layers: [{ layer: 'output' }] },
    });
    const last = of(outputs, 'output').subarray(-11);
    prediction.forEach(({ value }, i) => assert.ok(Math.abs(value - last[i]) < 1e-5));
    assert.equal(prediction.length, 11);
  });

  const nan = toWireTensor([1, 28, 28], new Float32Array(784).fill(NaN));
  const refused: readonly (readonly [
    what: string,
    change: Partial<RequestParameters<'answer'>>,
    told: RegExp,
  ])[] = [
    ['of another shape', { input: drawing([1, 28, 27]) }, /reads \[1, 28, 28\].*\[1, 28, 27\]/],
    [
      'with too few values',
      { input: { ...drawing([1, 28, 27]), shape: [1, 28, 28] } },
      /another number of values/,
    ],
    ['that is not finite', { input: nan }, /no finite numbers/],
    [
      'of a map that is none',
      { layers: [{ layer: 'C1', maps: [3] }] },
      /`C1` has no map 3: its shape is \[3, 8, 8\]/,
    ],
    [
      'of places that are none',
      { layers: [{ layer: 'C1', region: { top: 0, left: 0, bottom: 8, right: 7 } }] },
      /`C1` has no rows 0 to 8 with columns 0 to 7/,
    ],
    [
      'of a rectangle of a layer without images',
      { layers: [{ layer: 'output', region: { top: 0, left: 0, bottom: 0, right: 0 } }] },
      /its shape is \[10\]/,
    ],
    [
      'of what comes before the input',
      { layers: [], preActivations: [{ layer: 'input' }] },
      /no layer `input`/,
    ],
    ['of a layer that is none', { layers: [{ layer: 'C9' }] }, /no layer `C9`/],
  ];
  for (const [what, change, told] of refused)
    it(`is refused to an input ${what}`, async () => {
      const notebook = workspace.notebook();
      const client = await open();
      const request = { notebook, network: 'Net', input: drawing(), layers: [], ...change };
      await assert.rejects(client.request('answer', request), ({ message, failure }: CoreError) => {
        assert.match(message, told);
        return failure.exit === 1;
      });
    });
});
