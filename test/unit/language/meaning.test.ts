import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { meaningsOf } from '../../../src/program/meanings';

const cells = [
  `let units = 16
block Wide(n) {
  dense(n) relu
}`,
  `data digits {
  source digits(train: 200, test: 100)
  batch 50
}`,
  `network Net {
  input image[1, 28, 28]
  H: Wide(units)
  output: dense(10) softmax
}`,
  `train Net on digits {
  optimizer sgd(rate: 0.1)
  epochs 2
}`,
];

/** What the last statement of each cell means. */
function meaningsIn(sources: readonly string[]): readonly string[] {
  const program = analyze(sources);
  const meanings = meaningsOf(program, sources);
  return program.cells.map((statements) => meanings.of(statements.at(-1)!));
}

/** Numbers of the cells that mean something else after a change of the notebook's text. */
function changedBy(from: string | RegExp, to: string): number[] {
  const before = meaningsIn(cells);
  const changed = cells.map((source) => source.replace(from, to));
  assert.notDeepEqual(changed, cells, 'nothing was replaced');
  const after = meaningsIn(changed);
  return cells.flatMap((_, cell) => (before[cell] === after[cell] ? [] : [cell]));
}

describe('the meaning of a statement', () => {
  const alike: readonly (readonly [what: string, from: string | RegExp, to: string])[] = [
    ['a comment', 'epochs 2', 'epochs 2  # enough'],
    ['indentation', '  optimizer', '      optimizer'],
    ['empty lines', '  epochs 2', '\n\n  epochs 2\n'],
    ['spaces in a call', 'sgd(rate: 0.1)', 'sgd( rate:0.1 )'],
    ['a call on several lines', 'sgd(rate: 0.1)', 'sgd(\n    rate: 0.1\n  )'],
    ['a trailing comma', 'sgd(rate: 0.1)', 'sgd(rate: 0.1,)'],
    ['the digits of a number', 'rate: 0.1', 'rate: 1e-1'],
    ['the end of a line', /\n/g, '\r\n'],
  ];
  for (const [what, from, to] of alike) {
    it(`is the same whatever its layout: ${what}`, () => {
      assert.deepEqual(changedBy(from, to), []);
    });
  }

  const other: readonly (readonly [what: string, from: string, to: string, cells: number[]])[] = [
    ['a setting of its own', 'epochs 2', 'epochs 3', [3]],
    ['the network it trains', 'output: dense(10)', 'output: dense(9)', [2, 3]],
    ['the data it is trained on', 'batch 50', 'batch 25', [1, 3]],
    ['a constant of its network', 'units = 16', 'units = 8', [2, 3]],
    ['a block of its network', ' relu', ' tanh', [0, 2, 3]],
    ['an activation left out', ' softmax', '', [2, 3]],
  ];
  for (const [what, from, to, expected] of other) {
    it(`follows what it depends on: ${what}`, () => {
      assert.deepEqual(changedBy(from, to), expected);
    });
  }

  it('is the same wherever it stands', () => {
    assert.equal(meaningsIn([cells.join('\n')])[0], meaningsIn(cells)[3]);
  });

  it('is more than what its cell says by itself', () => {
    const other = cells.map((source) => source.replace('units = 16', 'units = 8'));
    const [before, after] = [cells, other].map((sources) => {
      const meanings = meaningsOf(analyze(sources), sources);
      return sources.map((_, cell) => meanings.ofCell(cell));
    });
    assert.deepEqual(
      before?.map((meaning, cell) => meaning === after?.[cell]),
      [false, true, true, true],
    );
  });

  it('is found for definitions that need each other', () => {
    const program = ['let a = b + 1\nlet b = a + 1'];
    assert.ok(meaningsIn(program).every((meaning) => meaning !== ''));
  });
});
