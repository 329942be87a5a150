import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BatchOrder, inOrder } from '../../../src/data/batches';

const take = (order: BatchOrder, count: number) =>
  Array.from({ length: count }, () => [...order.next()]);

describe('BatchOrder', () => {
  it('draws each sample at most once an epoch, in batches of one size', () => {
    const order = new BatchOrder(10, 3, 1);
    assert.equal(order.stepsPerEpoch, 3);
    for (let epoch = 0; epoch < 5; epoch++) {
      const batches = take(order, 3);
      assert.ok(batches.every((batch) => batch.length === 3));
      assert.equal(new Set(batches.flat()).size, 9);
      assert.ok(batches.flat().every((sample) => sample >= 0 && sample < 10));
    }
  });

  it('drops other samples in each epoch', () => {
    const order = new BatchOrder(10, 9, 1);
    const dropped = take(order, 20).map(
      (batch) => 45 - batch.reduce((sum, sample) => sum + sample, 0),
    );
    assert.ok(new Set(dropped).size > 4);
  });

  it('has another order in each epoch and for each seed', () => {
    const orders = [1, 2].flatMap((seed) => take(new BatchOrder(50, 50, seed), 4)).map(String);
    assert.equal(new Set(orders).size, 8);
  });

  it('reduces the batch to the samples there are', () => {
    const order = new BatchOrder(5, 128, 1);
    assert.equal(order.batch, 5);
    assert.deepEqual(take(order, 1)[0].sort(), [0, 1, 2, 3, 4]);
  });

  it('goes on exactly from any position', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(30),
        fc.integer({ min: 1, max: 4 }),
        (runs, batch, steps, run) => {
          const count = runs * run;
          const straight = new BatchOrder(count, batch, 3, undefined, run);
          take(straight, steps);
          const resumed = new BatchOrder(count, batch, 3, straight.position, run);
          assert.deepEqual(resumed.position, straight.position);
          assert.deepEqual(take(resumed, 8), take(straight, 8));
        },
      ),
    );
  });

  it('takes the samples of runs one behind the other, of as many runs as a batch has rows', () => {
    const run = 4;
    const order = new BatchOrder(7 * run, 2, 1, undefined, run);
    assert.equal(order.stepsPerEpoch, 3 * run);
    const seen = new Set<number>();
    for (let group = 0; group < 3; group++) {
      const [first, ...later] = take(order, run);
      assert.ok(first.every((sample) => sample % run === 0));
      later.forEach((batch, i) =>
        assert.deepEqual(
          batch,
          first.map((sample) => sample + i + 1),
        ),
      );
      first.forEach((sample) => seen.add(sample));
    }
    assert.equal(seen.size, 6);
    const others = take(order, run)[0];
    assert.notDeepEqual(others, take(new BatchOrder(28, 2, 1, undefined, run), 1)[0]);
  });

  it('refuses a position between batches, and no samples', () => {
    assert.throws(() => new BatchOrder(10, 3, 1, { epoch: 0, position: 4 }), RangeError);
    assert.throws(() => new BatchOrder(0, 3, 1), RangeError);
  });
});

describe('inOrder', () => {
  it('covers all samples once, the last batch with what is left', () => {
    assert.deepEqual(
      [...inOrder(7, 3)].map((batch) => [...batch]),
      [[0, 1, 2], [3, 4, 5], [6]],
    );
    assert.deepEqual([...inOrder(0, 3)], []);
    assert.deepEqual(
      [...inOrder(6, 2, 2)].map((batch) => [...batch]),
      [[0, 2], [1, 3], [4], [5]],
    );
  });
});
