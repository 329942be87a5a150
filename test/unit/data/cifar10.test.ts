import assert from 'node:assert/strict';
import { loadDataset } from '../../../src/data/load';
import { assertDataError, contextIn, folderOf, planOf, removeFolders, rows } from './support';

/** A record as the format has it: the label, then 1024 bytes each of red, green and blue. */
const record = (label: number, ...colour: [number, number, number]) =>
  Uint8Array.from([label, ...colour.flatMap((value) => new Array<number>(1024).fill(value))]);

const files = {
  'cifar10/data_batch_1.bin': Buffer.concat([record(3, 0, 51, 255), record(9, 1, 2, 3)]),
  'cifar10/data_batch_3.bin': record(0, 255, 0, 0),
  'cifar10/test_batch.bin': record(6, 0, 255, 0),
};

describe('source cifar10', () => {
  after(removeFolders);

  it('reads the batches that are there, channels first', async () => {
    const data = await loadDataset(planOf('cifar10', {}), contextIn(folderOf(files)));
    assert.deepEqual(data.inputShape, [3, 32, 32]);
    const { inputs, targets } = rows(data.splits.train, 3072, 10);
    assert.deepEqual(
      [0, 1, 2].map((channel) => inputs[0][1024 * channel + 1000]),
      [0, Math.fround(0.2), 1],
    );
    assert.deepEqual(
      targets.map((row) => row.indexOf(1)),
      [3, 9, 0],
    );
    assert.equal(data.target.names[data.splits.test.label(0) ?? -1], 'frog');
  });

  it('reports a batch that is cut off', async () => {
    const folder = folderOf({
      ...files,
      'cifar10/test_batch.bin': record(6, 0, 255, 0).subarray(1),
    });
    await assertDataError(
      loadDataset(planOf('cifar10', {}), contextIn(folder)),
      'truncated',
      '3072 bytes',
      '3073',
    );
  });

  it('reports a label out of range', async () => {
    const folder = folderOf({ ...files, 'cifar10/test_batch.bin': record(10, 0, 0, 0) });
    await assertDataError(
      loadDataset(planOf('cifar10', {}), contextIn(folder)),
      'label-out-of-range',
      'Label 10 of sample 0',
    );
  });
});
