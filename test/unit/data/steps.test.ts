import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { targetSize } from '../../../src/data/dataset';
import { loadDataset, probe } from '../../../src/data/load';
import { SampleSplit } from '../../../src/data/split';
import { elements } from '../../../src/shape/elements';
import { targetShape } from '../../../src/shape/targets';
import { assertDataError, contextIn, folderOf, planOf, removeFolders, rows } from './support';

describe('targets for each step of a sequence', () => {
  const inputs = Float32Array.of(1, 2, 3, 4, 5, 6);

  it('are one-hot rows and a weight, which is 0 where there is no class', () => {
    const target = { kind: 'classes', names: ['a', 'b'], steps: 3 } as const;
    const samples = { count: 2, inputs, targets: Int32Array.of(0, 1, -1, 1, 1, 0) };
    const split = new SampleSplit('train', samples, { inputShape: [3, 1], target });
    assert.deepEqual(rows(split, 3, 9).targets, [
      [1, 0, 1, 0, 1, 1, 0, 0, 0],
      [0, 1, 1, 0, 1, 1, 1, 0, 1],
    ]);
    assert.equal(split.label(0), undefined);
  });

  it('are rows of values and a weight, which is 0 where a value is missing', () => {
    const target = { kind: 'values', names: ['u', 'v'], steps: 2 } as const;
    const samples = { count: 1, inputs, targets: Float32Array.of(5, 6, NaN, 8) };
    const split = new SampleSplit('train', samples, { inputShape: [2, 1], target });
    assert.deepEqual(rows(split, 2, 6).targets, [[5, 6, 1, 0, 0, 0]]);
  });
});

describe('sequences cut into segments', () => {
  const target = { kind: 'classes', names: ['a', 'b'], steps: 5 } as const;
  const samples = {
    count: 2,
    inputs: Float32Array.from({ length: 10 }, (_, i) => i + 1),
    targets: Int32Array.of(0, 1, 0, 1, 1, 1, 1, 0, 0, -1),
  };
  /** Inputs and classes of all segments of sequence `member`; `.` for no class. */
  const cut = (steps: number, delay: number, member: number) => {
    const form = { inputShape: [5, 1], target, cut: { steps, delay } };
    const split = new SampleSplit('train', samples, form, Int32Array.of(member));
    const { inputs, targets } = rows(split, steps, 3 * steps);
    const names = targets.map((row) =>
      Array.from({ length: steps }, (_, t) => {
        const [a, b, weight] = row.slice(3 * t, 3 * t + 3);
        assert.equal(a + b, weight);
        return weight === 0 ? '.' : a === 1 ? 'a' : 'b';
      }).join(''),
    );
    return { inputs, names };
  };
  const cases = [
    [
      2,
      0,
      0,
      [
        [1, 2],
        [3, 4],
        [5, 0],
      ],
      ['ab', 'ab', 'b.'],
    ],
    [
      2,
      0,
      1,
      [
        [6, 7],
        [8, 9],
        [10, 0],
      ],
      ['bb', 'aa', '..'],
    ],
    [
      3,
      2,
      0,
      [
        [1, 2, 3],
        [4, 5, 0],
      ],
      ['..a', 'ba.'],
    ],
    [5, 1, 1, [[6, 7, 8, 9, 10]], ['.bbaa']],
  ] as const;
  for (const [steps, delay, member, inputs, names] of cases)
    it(`of ${steps}, targets ${delay} late`, () => {
      assert.deepEqual(cut(steps, delay, member), { inputs, names });
    });

  it('stay together when some are set aside, and are counted by segments', async () => {
    const plan = planOf('digit_stream', { train: 5, test: 2, steps: 100 }, { validation: 2 });
    const { splits, inputShape, target, segments, hash } = await loadDataset(
      { ...plan, segments: 32, delay: 4 },
      contextIn('.'),
    );
    assert.deepEqual(
      [inputShape, target.steps, segments, splits.train.count, splits.validation.count],
      [[32, 28], 32, 4, 12, 8],
    );
    const whole = await loadDataset(plan, contextIn('.'));
    assert.notEqual(hash, whole.hash);
    const rest = 28 * 100;
    const together = rows(splits.validation, 32 * 28, 32 * 12)
      .inputs.slice(4, 8)
      .flat();
    assert.deepEqual(together.slice(0, rest), rows(whole.splits.validation, rest, 1200).inputs[1]);
    assert.ok(together.slice(rest).every((value) => value === 0));
  });

  const refused = [
    ['digits', { train: 10 }, { segments: 4 }, 'bad-segments', 'one for each sample'],
    ['digits', { train: 10 }, { delay: 4 }, 'bad-delay', 'one for each sample'],
    ['digit_stream', { train: 2, steps: 40 }, { segments: 41 }, 'bad-segments', '40 steps'],
    ['digit_stream', { train: 2, steps: 40 }, { delay: 40 }, 'bad-delay', '40 steps'],
  ] as const;
  for (const [source, options, cut, code, part] of refused)
    it(`${JSON.stringify(cut)} of ${source} is refused`, async () => {
      const plan = { ...planOf(source, options), ...cut };
      await assertDataError(probe(plan, contextIn('.')), code, part);
      await assertDataError(loadDataset(plan, contextIn('.')), code, part);
    });
});

describe('a split of sequences without any target', () => {
  after(removeFolders);
  /** Six sequences of two steps, of which the first `known` have a target, at the second. */
  const load = (known: number, more: object, given: object = {}) => {
    const lines = Array.from({ length: 12 }, (_, row) => {
      const target = row % 2 === 1 && row < 2 * known ? row / 2 : '';
      return `${row},${target}`;
    });
    const file = folderOf({ 't.csv': ['x,y', ...lines].join('\n') });
    const plan = planOf('csv', { file: 't.csv', steps: 2, test: 2, task: 'values', ...given }, {});
    return loadDataset({ ...plan, ...more }, contextIn(file));
  };
  const refused = [
    ['training', 0, { delay: 0 }, 'Fill in targets'],
    ['training', 6, { delay: 1 }, 'that `delay 1` leaves'],
    ['test', 4, {}, '`test: 0`'],
  ] as const;
  for (const [split, known, more, part] of refused)
    it(`is refused: ${split}, ${known} of 6 ${JSON.stringify(more)}`, () =>
      assertDataError(load(known, more), 'empty', `No step of the ${split} split`, part));

  it('is refused: validation, which may take the only sequence that has one', async () => {
    // Whichever one is set aside: with a target on one only, one of both splits has none.
    await assertDataError(load(1, { validation: 1 }, { test: 0 }), 'empty', 'No step of the ');
    await assertDataError(load(0, { validation: 1 }, { test: 0 }), 'empty', 'training');
  });

  it('is fine where there are no samples', async () => {
    const { splits } = await load(1, {}, { test: 0 });
    assert.deepEqual([splits.train.count, splits.test.count], [6, 0]);
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
