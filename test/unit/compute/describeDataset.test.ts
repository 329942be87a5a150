import { deepEqual, equal, ok } from 'node:assert/strict';
import { describeDataset } from '../../../src/compute/core/description/describeDataset';
import {
  dataDescription,
  descriptionLimits as limits,
} from '../../../src/compute/protocol/description';
import type { WireTensor } from '../../../src/compute/protocol/protocol';
import { loadStored } from '../../../src/data/load';
import { openDataset } from '../../../src/data/stored';
import { augmentations } from '../../../src/data/augment/augmenter';
import type { DataPlan } from '../../../src/data/plan';
import { bind, contextIn, folderOf, planOf, removeFolders, wavBytes } from '../data/support';

const numbers = ({ data }: WireTensor): number[] => {
  const bytes = Buffer.from(data, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
};

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(5)));

async function described(
  plan: DataPlan,
  files: Readonly<Record<string, Uint8Array | string>> = {},
  thumbnails = 40,
) {
  const dataset = openDataset(await loadStored(plan, contextIn(folderOf(files))));
  const found = await describeDataset(dataset, plan, { thumbnails, seed: 3 });
  // What goes through the wire has the form it is declared with, and its bounds.
  deepEqual(dataDescription.strict().parse(found), found);
  return { dataset, found };
}

describe('the description of a data set', () => {
  after(removeFolders);

  const people = 'height,weight,group\n1,10,a\n2,20,b\n3,30,a\n4,60,a\n';

  it('of a table has the first rows under the names of its columns', async () => {
    const plan = planOf('csv', { file: 'people.csv', target: ['group'], test: 0 });
    const { found } = await described(plan, { 'people.csv': people });
    deepEqual(found.rows!.inputs.shape, [4, 2]);
    deepEqual(numbers(found.rows!.inputs), [1, 10, 2, 20, 3, 30, 4, 60]);
    deepEqual(found.rows!.labels, ['a', 'b', 'a', 'a']);
    deepEqual(
      found.statistics!.inputs.map(({ name }) => name),
      ['height', 'weight'],
    );
  });

  it('has mean, deviation, minimum and maximum of each column and of values to be learned', async () => {
    const plan = planOf('csv', {
      file: 'people.csv',
      target: ['weight'],
      features: ['height'],
      test: 0,
    });
    const file = people.replaceAll(/[ab]$/gm, '0');
    const { found } = await described(plan, { 'people.csv': file });
    const [height] = found.statistics!.inputs;
    const [weight] = found.statistics!.targets;
    // Of 1, 2, 3, 4: √1.25; of 10, 20, 30, 60: √350.
    deepEqual(
      rounded([height.mean, height.deviation, height.minimum, height.maximum]),
      [2.5, 1.11803, 1, 4],
    );
    deepEqual(
      rounded([weight.mean, weight.deviation, weight.minimum, weight.maximum]),
      [30, 18.70829, 10, 60],
    );
    deepEqual(numbers(found.rows!.targets!), [10, 20, 30, 60]);
  });

  it('counts the classes of each split', async () => {
    const plan = planOf('digits', { train: 50, test: 20, seed: 7 }, { validation: 10 });
    const { dataset, found } = await described(plan);
    for (const split of ['train', 'validation', 'test'] as const) {
      const expected = Array.from({ length: 10 }, () => 0);
      for (let i = 0; i < dataset.splits[split].count; i++)
        expected[dataset.splits[split].label(i)!]++;
      deepEqual(found.classes![split], expected, split);
    }
    equal(found.classes!.of, 'samples');
  });

  it('counts steps where these have the classes, and none without a target', async () => {
    const file = 't,x,class\na,1,no\na,2,yes\na,3,\nb,4,yes\n';
    const plan = planOf('csv', { file: 'steps.csv', target: ['class'], sequence: 't', test: 0 });
    const { found } = await described(plan, { 'steps.csv': file });
    deepEqual(found.classes, { of: 'steps', train: [1, 2], validation: [0, 0], test: [0, 0] });
    deepEqual(found.target.names, ['no', 'yes']);
  });

  it('shows as many images of each class, class by class', async () => {
    const { dataset, found } = await described(
      planOf('digits', { train: 200, test: 10, seed: 7 }),
      {},
      20,
    );
    const { labels, indices, images } = found.thumbnails!;
    deepEqual(labels, [...'00112233445566778899']);
    deepEqual(
      indices.map((index) => dataset.target.names[dataset.splits.train.label(index)!]),
      labels,
    );
    const image = new Float32Array(784);
    dataset.splits.train.gather(Int32Array.of(indices[3]), image, new Float32Array(10));
    deepEqual(numbers(images).slice(3 * 784, 4 * 784), [...image]);
    equal(found.augmented, undefined);
  });

  it('shows images beside what augmentation makes of them', async () => {
    const flip = bind(augmentations, 'flip', { probability: 1 });
    const plan = { ...planOf('digits', { train: 60, test: 10, seed: 7 }), augment: [flip] };
    const { found } = await described(plan);
    const { images } = found.augmented!;
    deepEqual(images.shape, [limits.augmented, 1 + limits.variants, 1, 28, 28]);
    const [original, flipped] = [0, 1].map((i) => numbers(images).slice(i * 784, (i + 1) * 784));
    for (let row = 0; row < 28; row++)
      deepEqual(
        flipped.slice(28 * row, 28 * (row + 1)),
        original.slice(28 * row, 28 * (row + 1)).reverse(),
      );
  });

  it('shows sequences step by step', async () => {
    const { found } = await described(planOf('sine', { train: 40, test: 5, steps: 16 }));
    const { kind, values, stride } = found.sequences!;
    deepEqual([kind, values.shape, stride], ['lines', [4, 16, 1], 1]);
    // A wave with 25 values a period.
    const wave = Array.from({ length: 16 }, (_, t) => Math.sin((2 * Math.PI * t) / 25));
    deepEqual(rounded(numbers(values).slice(0, 16)), rounded(wave));
  });

  it('shows the outline of a sound', async () => {
    const tone = Array.from(
      { length: 4000 },
      (_, i) => (i < 2000 ? 0.25 : 0.75) * (i % 2 ? 1 : -1),
    );
    const files = Object.fromEntries(
      ['low/1.wav', 'low/2.wav', 'high/1.wav', 'high/2.wav'].map((name) => [
        `tones/${name}`,
        wavBytes(tone.map((value) => Math.round(32768 * value))),
      ]),
    );
    const plan = planOf('wav', { folder: 'tones', features: 'raw', frame: 25, step: 25, test: 2 });
    const { found } = await described(plan, files);
    const { kind, values } = found.sequences!;
    const [, frames, width] = values.shape;
    deepEqual([kind, frames, width], ['waveform', 20, 2]);
    const outline = numbers(values);
    const frame = (i: number) =>
      outline.slice(2 * i, 2 * i + 2).map((value) => Number(value.toFixed(2)));
    deepEqual(
      [frame(0), frame(19)],
      [
        [-0.25, 0.25],
        [-0.75, 0.75],
      ],
    );
  });

  it('shows text as text', async () => {
    const plan = planOf('text', { file: 'verse.txt', steps: 5, test: 0 });
    const { found } = await described(plan, {
      'verse.txt': 'tyger tyger burning bright '.repeat(4),
    });
    equal(found.rows!.texts![0], 'tyger');
    equal(found.rows!.labels![0], ' ');
    equal(found.statistics, undefined);
  });

  it('is small, however large samples are', async () => {
    const columns = Array.from({ length: 300 }, (_, i) => `c${i}`);
    const row = (name: string) => [...columns.map((_, i) => i), name].join(',');
    const file = `${[...columns, 'class'].join(',')}\n${row('a')}\n${row('b')}\n${row('a')}\n${row('b')}\n`;
    const wide = await described(planOf('csv', { file: 'wide.csv', target: ['class'], test: 0 }), {
      'wide.csv': file,
    });
    deepEqual(wide.found.rows!.inputs.shape, [4, limits.columns]);
    equal(wide.found.statistics!.of, 300);
    const long = await described(planOf('sine', { train: 10, test: 2, steps: 20_000 }));
    const { values, stride } = long.found.sequences!;
    ok(numbers(values).length <= limits.sequenceNumbers);
    equal(values.shape[1], Math.ceil(20_000 / stride));
  });

  it('is counts, shape and names alone where no samples are wanted', async () => {
    const { found } = await described(planOf('digits', { train: 50, test: 20, seed: 7 }), {}, 0);
    deepEqual(Object.keys(found), ['inputShape', 'target', 'samples']);
  });
});
