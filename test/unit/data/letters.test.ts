import assert from 'node:assert/strict';
import { loadDataset, probe } from '../../../src/data/load';
import { contextIn, planOf, rows } from './support';

const draw = async (options: object, split: 'train' | 'test' = 'train') => {
  const data = await loadDataset(planOf('letters', { ...options }), contextIn('.'));
  const { inputs, targets } = rows(data.splits[split], 784, 26);
  return { data, inputs, labels: targets.map((row) => row.indexOf(1)) };
};

describe('source letters', () => {
  it('draws the same letters on every machine', async () => {
    // Changes only when the drawing is changed on purpose.
    const { data } = await draw({ train: 104, test: 26, seed: 7 });
    assert.equal(data.hash, '94cae97f63c5117e3e33b594001216011f2466f26b1483f5dd61ef2d03cea961');
    assert.equal(data.target.names.join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  });

  it('draws each letter once in every 26, in changing order', async () => {
    const { labels } = await draw({ train: 78, test: 0 });
    const groups = [0, 26, 52].map((from) => labels.slice(from, from + 26));
    for (const group of groups) assert.equal(new Set(group).size, 26);
    assert.equal(new Set(groups.map(String)).size, 3);
  });

  it('keeps the ink inside a black margin', async () => {
    const { inputs } = await draw({ train: 520, test: 0 });
    const touching = inputs.filter((image) =>
      image.some((v, i) => v > 0.5 && (i < 28 || i >= 756 || i % 28 === 0 || i % 28 === 27)),
    );
    assert.ok(touching.length < 10, `${touching.length} of 520 letters touch the edge`);
  });

  it('can be told apart, most of them by the nearest neighbour', async () => {
    const train = await draw({ train: 1560, test: 0 });
    const test = await draw({ train: 1, test: 104 }, 'test');
    const distance = (a: number[], b: number[]) => {
      let sum = 0;
      for (let k = 0; k < 784; k++) sum += (a[k] - b[k]) ** 2;
      return sum;
    };
    const right = test.inputs.filter((image, i) => {
      let [best, least] = [-1, Infinity];
      train.inputs.forEach((other, k) => {
        const far = distance(image, other);
        if (far < least) [best, least] = [k, far];
      });
      return train.labels[best] === test.labels[i];
    });
    assert.ok(right.length / 104 > 0.5, `${right.length} of 104`);
  });

  it('tells its shape and counts without drawing', async () => {
    assert.deepEqual(await probe(planOf('letters', { train: 1e11, test: 5 }), contextIn('.')), {
      inputShape: [1, 28, 28],
      kind: 'classes',
      targets: 26,
      samples: { train: 1e11, test: 5 },
    });
  });
});
