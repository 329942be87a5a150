import assert from 'node:assert/strict';
import { limits } from '../../../src/language/limits';
import { complete } from '../../../src/language/services/complete';
import { hoverAt } from '../../../src/language/services/hover';
import { namesOf } from '../../../src/language/services/symbols';
import { analyze } from '../../../src/program/analyze';
import { inlayHints } from '../../../src/program/inlayHints';
import type { Program } from '../../../src/program/program';
import { notebookVocabulary } from '../../../src/program/vocabulary';

const many = (count: number, line: (i: number) => string, separator = '\n'): string =>
  Array.from({ length: count }, (_, i) => line(i)).join(separator);

const network = (...lines: readonly string[]): string =>
  ['network N {', 'input x[4]', ...lines, 'output: dense(2) softmax', '}'].join('\n');

interface Hostile {
  /** The code cells. */
  readonly cells: readonly string[];
  readonly code: string;
  readonly says: RegExp;
}

const tooManyLayers = { code: 'too-large', says: /at most 10,000 layers/ };
const tooManyValues = { code: 'too-large', says: /at most 1,000,000 values/ };
const tooDeep = { code: 'too-deep', says: /at most 32 brackets, braces, blocks/ };

const hostile: Readonly<Record<string, Hostile>> = {
  'a repeat in a repeat': {
    cells: [network('repeat 9999 { repeat 9999 { dense(4) } }')],
    ...tooManyLayers,
  },
  'repeats of empty branches': {
    cells: [network('repeat 9999 { repeat 9999 { add { { } { } } } }')],
    ...tooManyLayers,
  },
  'repeats of nothing': {
    cells: [network('repeat 9999 { repeat 9999 { repeat 9999 { } } }')],
    ...tooManyLayers,
  },
  'a count beyond all numbers': { cells: [network('repeat 9e15 { dense(4) }')], ...tooManyLayers },
  'blocks that double': {
    cells: [
      many(30, (i) => `block b${i} { b${i + 1}; b${i + 1} }`),
      'block b30 { dense(4) }',
      network('b0'),
    ],
    ...tooManyLayers,
  },
  '200 networks of 5,000 layers': {
    cells: Array.from({ length: 200 }, (_, i) =>
      network('repeat 5000 { dense(4) }').replace('N', `N${i}`),
    ),
    ...tooManyLayers,
  },
  'lists that double': {
    cells: ['let a0 = [1, 1]', many(28, (i) => `let a${i + 1} = [a${i}, a${i}]`)],
    ...tooManyValues,
  },
  'long ranges': { cells: [many(2000, (i) => `let r${i} = 1..9999`)], ...tooManyValues },
  'a long sum in a repeat': {
    cells: [network(`repeat 4000 { dense(4${'+0'.repeat(5000)}) }`)],
    ...tooManyValues,
  },
  'many labels behind `from` in a repeat': {
    cells: [network('A: dense(4)', `repeat 4000 { add from ${many(5000, () => 'A', ',')} }`)],
    ...tooManyValues,
  },
  'long names in blocks in blocks': {
    cells: [
      many(25, (i) => `block b${i} { ${'z'.repeat(99)}: b${i + 1} }`),
      'block b25 { repeat 9000 { dense(4) } }',
      network('b0'),
    ],
    code: 'too-large',
    says: /names of all layers of a notebook can have at most 2,000,000 characters together/,
  },
  'a cell of a megabyte': {
    cells: [`let a = 1\n${'# x\n'.repeat(262_144)}`],
    code: 'too-large',
    says: /code of a notebook has at most 200,000 characters/,
  },
  'a line of a megabyte': {
    cells: [`let a = ${'1+'.repeat(524_288)}1`],
    code: 'too-large',
    says: /code of a notebook has at most 200,000 characters/,
  },
  'a name of 12,000 letters': {
    cells: [`let ${'n'.repeat(12_000)} = 1`],
    code: 'too-long',
    says: /a name has at most 100 characters/,
  },
  'a text of 100,000 letters': {
    cells: [`let a = "${'x'.repeat(100_000)}"`],
    code: 'too-long',
    says: /a text has at most 4,096 characters/,
  },
  '256 brackets': { cells: [`let a = ${'['.repeat(256)}1${']'.repeat(256)}`], ...tooDeep },
  '20,000 parentheses': {
    cells: [`let a = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ...tooDeep,
  },
  '500 braces that nothing closes': { cells: ['{'.repeat(500)], ...tooDeep },
  '500 braces before any statement': { cells: ['{'.repeat(500) + '}'.repeat(500)], ...tooDeep },
  '20,000 signs': { cells: [`let a = ${'-'.repeat(20_000)}1`], ...tooDeep },
  '10,000 powers': { cells: [`let a = ${'2^'.repeat(10_000)}1`], ...tooDeep },
  '10,000 calls in calls': {
    cells: [network(`${'dense('.repeat(10_000)}${')'.repeat(10_000)}`)],
    ...tooDeep,
  },
  '10,000 repeats in repeats': {
    cells: [network(`${'repeat 1 {'.repeat(10_000)}dense(4)${'}'.repeat(10_000)}`)],
    ...tooDeep,
  },
  '1,000 blocks in blocks': {
    cells: [
      many(1000, (i) => `block b${i} { b${i + 1} }`),
      'block b1000 { dense(4) }',
      network('b0'),
    ],
    ...tooDeep,
  },
  'blocks and braces, each half as deep': {
    cells: [
      many(20, (i) => `block b${i} { repeat 1 { repeat 1 { b${i + 1} } } }`),
      'block b20 { dense(4) }',
      network('b0'),
    ],
    ...tooDeep,
  },
  'a list in lists by way of 1,000 lets': {
    cells: ['let a0 = 1', many(1000, (i) => `let a${i + 1} = [a${i}]`)],
    ...tooDeep,
  },
  'a shape of 3,000 axes': {
    cells: [network(`reshape([${many(3000, () => '1', ',')}])`)],
    code: 'shape-mismatch',
    says: /a shape has at most 8 axes/,
  },
  'an input of 3,000 axes': {
    cells: [`network N { input x[${many(3000, () => '1', ',')}]; output: dense(2) }`],
    code: 'bad-input-shape',
    says: /has more than 8 axes/,
  },
  'a long list where a number belongs': {
    cells: [`let a = [${many(5000, () => '1', ',')}]`, network('dense(a)')],
    code: 'wrong-type',
    says: /must be an integer, found `\[1,1,.*…`$/,
  },
};

/** Processor time, which other programs on a busy machine do not lengthen much. */
function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Mistakes by the thousand: as many as are told, and what says that there are more. */
const floods: Readonly<Record<string, string>> = {
  'statements that are none': 'a\n'.repeat(20_000),
  'lines that cannot be read': 'let a = = 1\n'.repeat(5000),
  'stray characters': '@ a '.repeat(10_000),
  'unknown names': many(3000, (i) => `let a${i} = b${i}`),
  'unknown settings': `data d {\n${many(5000, (i) => `s${i}`)}\n}`,
  'unknown arguments': network(`dense(4, ${many(3000, (i) => `a${i}: 1`, ', ')})`),
  'unknown networks': many(2000, (i) => `train n${i} on d`),
  'uses of a block with a mistake': `block b { dense(4) from nix }\n${network('b\n'.repeat(3000))}`,
  'definitions of one name': 'let a = 1\n'.repeat(3000),
};

function expectPlaces({ diagnostics }: Program, cells: readonly string[]): void {
  for (const { location, message } of diagnostics) {
    const { cell, start, end } = location;
    assert.ok(start >= 0 && start < end && end <= cells[cell].length, message);
    assert.ok(message.length < 400, `a short message: ${message.slice(0, 400)}`);
  }
}

describe('a notebook that asks for too much', () => {
  for (const [name, { cells, code, says }] of Object.entries(hostile)) {
    it(`is told so once, at once, in its place: ${name}`, () => {
      let program!: Program;
      const seconds = secondsOf(() => (program = analyze(cells)));
      assert.deepEqual(
        program.diagnostics.map((diagnostic) => diagnostic.code),
        [code],
      );
      assert.match(program.diagnostics[0].message, says);
      expectPlaces(program, cells);
      assert.ok(seconds < 3, `${seconds} s`);
    });
  }

  for (const [name, cell] of Object.entries(floods)) {
    it(`is not told all of its mistakes: ${name}`, () => {
      let program!: Program;
      const seconds = secondsOf(() => (program = analyze([cell])));
      const { diagnostics } = program;
      assert.ok(diagnostics.length <= limits.mistakes + 1, `${diagnostics.length} mistakes`);
      assert.ok(diagnostics.some(({ message }) => /more than 1,000/.test(message)));
      expectPlaces(program, [cell]);
      assert.ok(seconds < 4, `${seconds} s`);
    });
  }

  it('keeps what was understood before', () => {
    const { networks, data } = analyze([
      'data d { source digits }',
      network('dense(3)').replace('N', 'Small'),
      network('repeat 9e9 { dense(3) }'),
    ]);
    assert.deepEqual([...networks.keys()], ['Small']);
    assert.deepEqual([...data.keys()], ['d']);
  });
});

describe('a long notebook', () => {
  const fine: Readonly<Record<string, readonly string[]>> = {
    'a sum of 50,000 numbers': [`let a = ${'1+'.repeat(49_999)}1`, network('dense(a)')],
    '2,000 lets, each from the one above': [
      'let a0 = 1',
      many(2000, (i) => `let a${i + 1} = a${i} + 1`),
    ],
    '2,000 lets, each from the one below': [
      many(2000, (i) => `let a${i} = a${i + 1} + 1`),
      'let a2000 = 1',
    ],
    '9,990 layers': [network('repeat 9990 { dense(4) }')],
    'a layer on each of 1,000 lines': [network(many(1000, () => 'dense(4)'))],
    '31 brackets': [`let a = ${'('.repeat(31)}1${')'.repeat(31)}`],
    '31 blocks in blocks': [
      many(31, (i) => `block b${i} { b${i + 1} }`),
      'block b31 { dense(4) }',
      network('b0'),
    ],
  };
  for (const [name, cells] of Object.entries(fine)) {
    it(`is read: ${name}`, () => {
      assert.deepEqual(analyze(cells).diagnostics, []);
    });
  }
});

describe('editor services', () => {
  const cells: Readonly<Record<string, string>> = {
    'open brackets': '('.repeat(19_000),
    'open braces': '{'.repeat(19_000),
    'nested calls': `network N {\n${'dense(a: '.repeat(2000)}`,
    'braces that close': '{'.repeat(9000) + '}'.repeat(9000),
    'calls side by side': `network N {\n${'a() '.repeat(4500)}`,
    'one token after the other': 'a '.repeat(9500),
    'a cell of a megabyte': 'a '.repeat(524_288),
  };
  for (const [name, cell] of Object.entries(cells)) {
    it(`answer at once: ${name}`, () => {
      const program = analyze([cell]);
      const names = namesOf(program.cells.flat());
      const tables = { vocabulary: notebookVocabulary, names };
      const seconds = secondsOf(() => {
        for (const offset of [0, cell.length >> 1, cell.length]) {
          complete(cell, offset, tables);
          hoverAt(cell, offset, tables);
        }
        inlayHints(program, 0);
      });
      assert.ok(seconds < 2, `${seconds} s`);
    });
  }
});
