import assert from 'node:assert/strict';
import { codeFrame } from '../../../src/cli/frame';
import { table } from '../../../src/views/table';
import { paint, rendered } from '../../../src/cli/terminal';

describe('text in a terminal', () => {
  const terminal = { isTTY: true } as NodeJS.WriteStream;
  const environment = { ...process.env };
  beforeEach(() => {
    delete process.env.NO_COLOR;
    process.env.TERM = 'xterm';
  });
  afterEach(() => (process.env = { ...environment }));

  it('has its own colours, and shows those of others as what they are', () => {
    const evil = '\x1b[32mok\x1b[0m\x1b]0;title\x07\x9b2J';
    const shown = '\\x1b[32mok\\x1b[0m\\x1b]0;title\\x07\\x9b2J';
    assert.equal(
      rendered(`${paint(terminal, 'red', `error: ${evil}`)} ${evil}\nnext`),
      `\x1b[31merror: ${shown}\x1b[39m ${shown}\nnext`,
    );
    assert.equal(rendered(`\0bold:${evil}\0`), `\\x00bold:${shown}\\x00`);
  });

  it('keeps the rows of a table in line', () => {
    const text = table([{ title: 'a\nb' }, { title: 'c' }], [['x\n\x1b[2Jy', '1']]);
    const [head, row, ...more] = rendered(text).split('\n');
    assert.deepEqual([head, row, more], ['a\\nb         c', 'x\\n\\x1b[2Jy  1', []]);
  });

  it('is marked under the place meant, whatever stands before it', () => {
    const frame = rendered(codeFrame('\t\x1b[1mab', 1, 6, 1, (mark) => mark));
    assert.equal(frame, '  1 | \t\\x1b[1mab\n    | \t       ^\n');
  });
});
