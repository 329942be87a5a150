import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Recent } from '../../../src/program/recent';

describe('the values that were used last', () => {
  it('are as many as allowed: the one that was used longest ago goes', () => {
    const recent = new Recent<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    recent.get('a');
    recent.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => recent.get(key)),
      [1, undefined, 3],
    );
  });

  it('are replaced by their keys', () => {
    const recent = new Recent<number>(1);
    recent.set('a', 1);
    recent.set('a', 2);
    assert.equal(recent.get('a'), 2);
  });
});
