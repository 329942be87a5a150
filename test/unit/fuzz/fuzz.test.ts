import assert from 'node:assert/strict';
import { feed, inputOf, shares } from '../../fuzz/fuzz';
import { kept } from '../../fuzz/kept';

/** Of each run of the tests; `npm run fuzz` takes 200,000. */
const inputs = 4000;

describe('damaged and hostile input', function () {
  this.timeout(120_000);

  for (const [target, count] of shares(inputs)) {
    it(`is answered or refused in words: ${count} for ${target.name}`, async () => {
      for (let seed = 1; seed <= count; seed++) {
        const { failure } = await feed(target, inputOf(target, seed));
        assert.equal(failure, undefined, `npm run fuzz -- --target ${target.name} --seed ${seed}`);
      }
    });
  }

  for (const { target, was, input } of kept) {
    it(`is no longer what it was: ${was}`, async () => {
      assert.equal((await feed(target, input)).failure, undefined);
    });
  }
});
