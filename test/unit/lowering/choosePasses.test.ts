import assert from 'node:assert/strict';
import { choosePasses } from '../../../src/lowering/choosePasses';
import { passes, passNames } from '../../../src/lowering/passes';

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
    for (const { summary } of passes) assert.match(summary, /^[A-Z][^\n]{10,110}\.$/);
  });
});
