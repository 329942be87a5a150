import assert from 'node:assert/strict';
import { passes, passNames } from '../../../src/graph/passes';
import { choosePasses, passDescriptions } from '../../../src/graph/passes/choice';

describe('choosing passes', () => {
  const without = (...names: string[]) => passNames.filter((name) => !names.includes(name));
  const table: readonly [string, readonly string[]][] = [
    ['all', passNames],
    ['none', []],
    ['removeDeadCode,foldConstants', ['foldConstants', 'removeDeadCode']],
    ['removeDeadCode , foldConstants', ['foldConstants', 'removeDeadCode']],
    ['-blockLayout', without('blockLayout')],
    ['-blockLayout,-foldConstants', without('blockLayout', 'foldConstants')],
  ];
  for (const [text, expected] of table) {
    it(`\`${text}\` gives them in their order`, () =>
      assert.deepEqual(choosePasses(text), expected));
  }

  for (const text of ['blockLayot', '', '-all', 'foldConstants,-blockLayout']) {
    it(`\`${text}\` is refused with a list of all`, () => {
      assert.throws(
        () => choosePasses(text),
        (error: Error) =>
          error instanceof RangeError && passNames.every((name) => error.message.includes(name)),
      );
    });
  }

  it('each is described in one line', () => {
    assert.deepEqual(Object.keys(passDescriptions).sort(), Object.keys(passes).sort());
    for (const text of Object.values(passDescriptions))
      assert.match(text, /^[A-Z][^\n]{10,110}\.$/);
  });
});
