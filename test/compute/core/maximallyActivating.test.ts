import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import type { MaximallyActivating } from '../../../src/compute/protocol/protocol';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import type { CoreError } from '../../../src/compute/wire/error';
import { loadDataset } from '../../../src/data/load';
import { trainCell } from '../notebooks';
import { bundles, cores, finish, train, Workspace } from '../support';

type Found = MaximallyActivating['units'][number]['samples'];

describe('maximally activating samples', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  const splitOf = async (notebook: { path: string; text: string }, data = 'digits') => {
    const { program, path } = analyzeNotebook(notebook, {});
    const context = { notebookFolder: path, environment: {}, seed: 5 };
    return (await loadDataset(program.data.get(data)!, context)).splits.test;
  };
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-4, `${a} is not ${b}`);

  it('of maps are those that plain loops find, with the patch that the unit saw', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const found = await client.request('maximallyActivating', {
      ...{ notebook, network: 'Net', layer: 'C1', count: 3 },
    });
    assert.deepEqual(
      [found.run, found.data, found.split, found.samples, found.of, found.units.length],
      [run.id, 'digits', 'test', 100, 100, 3],
    );
    const { tensors } = (await run.newestCheckpoint())!;
    const [weight, bias] = ['C1.weight', 'C1.bias'].map((key) => tensors.get(key)!.data);
    const { mean, scale } = run.manifest.normalization;
    const test = await splitOf(notebook);
    const image = new Float32Array(784);
    for (const { unit, samples } of found.units) {
      const all = Array.from({ length: 100 }, (_, sample) => {
        test.gather(Int32Array.of(sample), image, new Float32Array(10));
        let best = { value: -Infinity, place: [0, 0] };
        for (let y = 0; y < 8; y++)
          for (let x = 0; x < 8; x++) {
            let sum = bias[unit];
            for (let u = 0; u < 5; u++)
              for (let v = 0; v < 5; v++)
                sum +=
                  weight[unit * 25 + u * 5 + v] *
                  (image[(3 * y + u) * 28 + 3 * x + v] - mean[0]) *
                  scale[0];
            const value = Math.max(0, sum);
            if (value > best.value) best = { value, place: [y, x] };
          }
        return { ...best, sample, pixels: image.slice() };
      }).sort((a, b) => b.value - a.value || a.sample - b.sample);
      assert.equal(samples.length, 9);
      samples.forEach((each, i) => {
        near(each.value, all[i].value);
        const same = all.find(({ sample }) => sample === each.sample)!;
        near(each.value, same.value);
        assert.equal(each.label, String(test.label(each.sample)));
        const [y, x] = each.place;
        const [top, left] = [3 * y, 3 * x];
        assert.deepEqual(each.region, { top, left, bottom: top + 4, right: left + 4 });
        const patch = Array.from({ length: 25 }, (_, k) => {
          return same.pixels[(top + Math.floor(k / 5)) * 28 + left + (k % 5)];
        });
        assert.deepEqual([...fromWireTensor(each.input!)!], patch);
      });
      assert.deepEqual(samples[0].place, all[0].place);
    }
  });

  it('of single units come with the whole sample, and are kept with the run', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const request = { notebook, network: 'Net', layer: 'output', first: 7, count: 1 };
    const found = await client.request('maximallyActivating', request);
    const [{ unit, samples }] = found.units;
    assert.equal(unit, 7);
    for (const [i, { sample, value, place, region, input }] of samples.entries()) {
      const { sample: seen } = await client.request('inspect', {
        ...{ notebook, network: 'Net', index: sample },
      });
      near(value, seen!.prediction[7].value);
      assert.deepEqual([place, region, input], [[], undefined, seen!.input]);
      assert.ok(i === 0 || value <= samples[i - 1].value);
    }
    const reports = join(run.folder, 'reports');
    const [file, ...others] = readdirSync(reports).filter((name) => name.startsWith('maximally'));
    assert.equal(others.length, 0);
    const changed = { samples: 3, units: Array.from({ length: 10 }, () => [[5, 0.5, 0]]) };
    writeFileSync(join(reports, file), JSON.stringify(changed));
    const again = await (await open()).request('maximallyActivating', request);
    assert.deepEqual([again.samples, again.units[0].samples[0].sample], [3, 5]);
    rmSync(join(reports, file));
  });

  it('are looked for among samples that are evenly spread over the split', async () => {
    const notebook = workspace.notebook([
      'data digits {\n  source digits(train: 32, test: 5000, seed: 1)\n  batch 32\n}',
      'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}',
      trainCell(),
    ]);
    const client = await open();
    const found = await client.request('maximallyActivating', {
      ...{ notebook, network: 'Net', layer: 'output', count: 10 },
    });
    assert.deepEqual([found.run, found.samples, found.of], [undefined, 2000, 5000]);
    const seen = found.units.flatMap(({ samples }: { samples: Found }) => samples);
    // Every place of ⌊2.5 i⌋.
    for (const { sample } of seen) assert.ok(sample % 5 === 0 || sample % 5 === 2, String(sample));
    assert.ok(seen.some(({ sample }) => sample > 2500));
  });

  it('of steps of a sequence tell the step', async () => {
    const notebook = workspace.notebook([
      'data wave {\n  source mackey_glass(train: 200, test: 60, steps: 12)\n  batch 20\n}',
      'network Net {\n  input x[12, 1]\n  R: rnn(4, output: sequence)\n  output: dense(1)\n}',
      'train Net on wave {\n  loss mse\n  epochs 1\n}',
    ]);
    const client = await open();
    const { units } = await client.request('maximallyActivating', {
      ...{ notebook, network: 'Net', layer: 'R', first: 2 },
    });
    const [{ sample, value, place, input }] = units[0].samples;
    assert.deepEqual(input!.shape, [12, 1]);
    const answer = await client.request('answer', {
      ...{ notebook, network: 'Net', layers: [{ layer: 'R' }], input: input! },
    });
    const outputs = fromWireTensor(answer.outputs[0].values)!.filter((_, i) => i % 4 === 2);
    near(value, Math.max(...outputs));
    assert.deepEqual(place, [outputs.indexOf(Math.max(...outputs))]);
    const test = await splitOf(notebook, 'wave');
    const wave = new Float32Array(12);
    test.gather(Int32Array.of(sample), wave, new Float32Array(1));
    assert.deepEqual(fromWireTensor(input!), wave);
  });

  it('can be given up', async () => {
    const notebook = workspace.notebook();
    const client = await open();
    const request = { notebook, network: 'Net', layer: 'D2' };
    await client.request('maximallyActivating', request);
    const cancelled = client.request('maximallyActivating', {
      ...request,
      split: 'train',
      id: 's',
    });
    const failed = assert.rejects(cancelled, ({ code }: CoreError) => code === 'cancelled');
    while (!(await client.request('stop', { run: 's' })).stopped);
    await failed;
  });

  for (const [what, asked, told] of [
    ['a unit', { layer: 'C1', first: 3 }, /no unit 3 .* numbered 0 to 2/],
    ['a layer', { layer: 'C7' }, /no layer `C7`/],
  ] as const)
    it(`are refused for ${what} that is not there`, async () => {
      const notebook = workspace.notebook();
      const client = await open();
      await assert.rejects(
        client.request('maximallyActivating', { notebook, network: 'Net', ...asked }),
        told,
      );
    });
});
