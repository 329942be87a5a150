import assert from 'node:assert/strict';
import { inBlocks } from '../../../src/compute/inspect/attention';

describe('blocks of attention', () => {
  const shares = Float32Array.from([
    ...[1, 0, 0],
    ...[0.5, 0.5, 0], //
    ...[0.25, 0.25, 0.5],
  ]);

  it('are sums over columns in the mean over rows, the last ones shorter', () =>
    assert.deepEqual([...inBlocks(shares, 3, 2)], [1, 0, 0.5, 0.5]));

  it('of one step are the shares themselves', () =>
    assert.deepEqual(inBlocks(shares, 3, 1), shares));

  it('of all steps are 1', () => assert.deepEqual([...inBlocks(shares, 3, 3)], [1]));
});
