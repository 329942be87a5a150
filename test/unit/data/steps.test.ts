import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { targetSize } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import { SampleSplit } from '../../../src/data/split';
import { elements } from '../../../src/shape/elements';
import { targetShape } from '../../../src/shape/targets';
import { contextIn, planOf, rows } from './support';

describe('targets for each step of a sequence', () => {
  const inputs = Float32Array.of(1, 2, 3, 4, 5, 6);

  it('are one-hot rows and a weight, which is 0 where there is no class', () => {
    const target = { kind: 'classes', names: ['a', 'b'], steps: 3 } as const;
    const samples = { count: 2, inputs, targets: Int32Array.of(0, 1, -1, 1, 1, 0) };
    const split = new SampleSplit('train', samples, [3, 1], target);
    assert.deepEqual(rows(split, 3, 9).targets, [
      [1, 0, 1, 0, 1, 1, 0, 0, 0],
      [0, 1, 1, 0, 1, 1, 1, 0, 1],
    ]);
    assert.equal(split.label(0), undefined);
  });

  it('are rows of values and a weight, which is 0 where a value is missing', () => {
    const target = { kind: 'values', names: ['u', 'v'], steps: 2 } as const;
    const samples = { count: 1, inputs, targets: Float32Array.of(5, 6, NaN, 8) };
    const split = new SampleSplit('train', samples, [2, 1], target);
    assert.deepEqual(rows(split, 2, 6).targets, [[5, 6, 1, 0, 0, 0]]);
  });
});

describe('digit_stream', () => {
  const options = { train: 6, test: 2, steps: 90 };
  const load = (more: object = {}) =>
    loadDataset(planOf('digit_stream', { ...options, ...more }), contextIn('.'));

  /** Columns and class names of a stream. */
  async function stream(index: number) {
    const { splits, inputShape, target } = await load();
    const width = elements(targetShape(targetSize(target)));
    const { inputs, targets } = rows(splits.train, elements(inputShape), width);
    return Array.from({ length: options.steps }, (_, t) => ({
      column: inputs[index].slice(28 * t, 28 * (t + 1)),
      name: target.names[targets[index].slice(12 * t, 12 * t + 11).indexOf(1)],
    }));
  }

  it('is what its probe says', async () => {
    const { inputShape, target, splits } = await load();
    assert.deepEqual(await probe(planOf('digit_stream', options), contextIn('.')), {
      inputShape,
      kind: target.kind,
      targets: target.names.length,
      steps: target.steps,
      samples: { train: splits.train.count, test: splits.test.count },
    });
  });

  it('has blank columns between digits, which begin and end with ink', async () => {
    for (let index = 0; index < options.train; index++) {
      const columns = await stream(index);
      assert.equal(columns[0].name, 'gap');
      columns.forEach(({ column, name }, t) => {
        const ink = column.some((value) => value > 40 / 255);
        if (name === 'gap') assert.ok(column.every((value) => value === 0));
        const isEdge = columns[t - 1]?.name !== name || columns[t + 1]?.name !== name;
        if (name !== 'gap' && isEdge) assert.ok(ink, `column ${t} of stream ${index}`);
      });
      const names = columns.map(({ name }) => name);
      const changes = names.filter((name, t) => t > 0 && name !== names[t - 1]);
      assert.ok(changes.length >= 4, 'there are digits');
    }
  });

  it('draws the same first streams whatever their number, and others by another seed', async () => {
    const first = async (more: object) =>
      rows((await load(more)).splits.train, 90 * 28, 90 * 12).inputs[0];
    assert.deepEqual(await first({ train: 3 }), await first({ train: 6 }));
    assert.notDeepEqual(await first({ seed: 8 }), await first({ seed: 7 }));
  });
});
