import assert from 'node:assert/strict';
import { loadDataset } from '../../../src/data/load';
import type { Dataset } from '../../../src/data/dataset';
import { assertDataError, contextIn, planOf, rows } from './support';

const draw = (options: object, validation = 0): Promise<Dataset> =>
  loadDataset(planOf('digits', { ...options }, { validation }), contextIn('.'));

const images = async (options: object, split: 'train' | 'test' = 'train') => {
  const { inputs, targets } = rows((await draw(options)).splits[split], 784, 10);
  return { inputs, labels: targets.map((row) => row.indexOf(1)) };
};

describe('source digits', () => {
  it('draws the same digits on every machine', async () => {
    // Changes only when the drawing is changed on purpose.
    assert.equal(
      (await draw({ train: 300, test: 100, seed: 7 })).hash,
      '092b3ec3882d4e44af281dd234e8d898e37dde0176ab8dc67ea8a3a30da87383',
    );
  });

  it('draws other digits for another seed, split and number', async () => {
    const seven = await images({ train: 20, test: 20, seed: 7 });
    const eight = await images({ train: 20, test: 20, seed: 8 });
    const test = await images({ train: 20, test: 20, seed: 7 }, 'test');
    const all = [...seven.inputs, ...eight.inputs, ...test.inputs].map(String);
    assert.equal(new Set(all).size, 60);
  });

  it('draws the same first digits whatever the count', async () => {
    const few = await images({ train: 25, test: 0 });
    const more = await images({ train: 40, test: 10 });
    assert.deepEqual(more.inputs.slice(0, 25), few.inputs);
    assert.deepEqual(more.labels.slice(0, 25), few.labels);
  });

  it('draws each digit once in every ten, in changing order', async () => {
    const { labels } = await images({ train: 200, test: 0 });
    const tens = Array.from({ length: 20 }, (_, i) => labels.slice(10 * i, 10 * i + 10));
    for (const ten of tens) assert.deepEqual([...ten].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(new Set(tens.map(String)).size, 20);
  });

  it('keeps the ink inside a black margin, as grey values in 0..1', async () => {
    const { inputs } = await images({ train: 500, test: 0 });
    let edge = 0;
    for (const image of inputs) {
      const ink = image.reduce((sum, value) => sum + value, 0) / 784;
      assert.ok(ink > 0.02 && ink < 0.35, `mean ink ${ink}`);
      assert.ok(Math.min(...image) === 0 && Math.max(...image) <= 1 && Math.max(...image) > 0.6);
      if (image.some((v, i) => v > 0.5 && (i < 28 || i >= 756 || i % 28 === 0 || i % 28 === 27)))
        edge++;
    }
    assert.ok(edge < 5, `${edge} of 500 digits touch the edge`);
  });

  it('can be told apart, but not by the nearest class mean', async () => {
    const train = await images({ train: 2000, test: 0 });
    const test = await images({ train: 1, test: 300 }, 'test');
    const means = Array.from({ length: 10 }, () => new Array<number>(784).fill(0));
    train.inputs.forEach((image, i) => {
      image.forEach((value, k) => (means[train.labels[i]][k] += value / 200));
    });
    const distance = (a: number[], b: number[]) => {
      let sum = 0;
      for (let k = 0; k < 784; k++) sum += (a[k] - b[k]) ** 2;
      return sum;
    };
    const nearest = (image: number[], to: number[][]) => {
      const distances = to.map((other) => distance(image, other));
      return distances.indexOf(Math.min(...distances));
    };
    const right = (classify: (image: number[]) => number) =>
      test.inputs.filter((image, i) => classify(image) === test.labels[i]).length / 300;
    const byMean = right((image) => nearest(image, means));
    assert.ok(byMean > 0.55 && byMean < 0.82, `nearest mean: ${byMean}`);
    const byNeighbour = right((image) => train.labels[nearest(image, train.inputs)]);
    assert.ok(byNeighbour > 0.85, `nearest neighbour: ${byNeighbour}`);
  });

  it('refuses more than memory holds before drawing', () =>
    assertDataError(draw({ train: 1e11 }), 'too-large', 'TiB', 'Ask for fewer'));
});
