import assert from 'node:assert/strict';
import { formatCell, formatEdits } from '../../../src/language/format/format';
import { sample } from './sampleVocabulary';

const format = (source: string) => formatCell(source, sample);

/** Each text and what it becomes; where only one is given, it stays. */
const rows: Record<string, [source: string, formatted?: string][]> = {
  'puts spaces': [
    ['let  a=1', 'let a = 1'],
    ['let a = [ 1 ,2,3 ]', 'let a = [1, 2, 3]'],
    ['network N{input image[1,28,28]}', 'network N { input image[1, 28, 28] }'],
    ['network N { C1 :conv (6,kernel:5)tanh }', 'network N { C1: conv(6, kernel: 5) tanh }'],
    [
      'network N { output aux weight 0.3:dense(10) }',
      'network N { output aux weight 0.3: dense(10) }',
    ],
    ['block b (n,m) { conv( n ) }', 'block b(n, m) { conv(n) }'],
    ['train N on d{ epochs 5;batch 2 ; }', 'train N on d { epochs 5; batch 2; }'],
    ['inspect N { features C1 on d . test[7] }', 'inspect N { features C1 on d.test[7] }'],
    ['export N to"a.onnx"', 'export N to "a.onnx"'],
    ['let a = 1\t+\t2 \t', 'let a = 1 + 2'],
    ['let a = 1# one', 'let a = 1 # one'],
  ],
  'leaves to the author': [
    ['let a = 1; let b = 2'],
    ['let a = 2*n + 28 / 2'],
    ['train N { a 1 -2 - 3 }'],
    ['train N { a b [1] c[1] }'],
    ['train N { epochs (2 * n) }'],
    ['network N { repeat (n) { relu } }'],
    ['network N { repeat 3 { relu }; add { {} { } } }'],
    ['let a = 1    # one\nlet bc = 23 # two'],
    ['let a = [\n  1, 2,\n  3,\n]'],
    ['let a = "  as  it  is  "'],
    [`let a = ${'1 + '.repeat(80)}1`],
  ],
  indents: [
    ['  let a = 1', 'let a = 1'],
    [
      'network N {\ninput x[2]\n\trepeat 2 {\n    dense(2)\n  }\noutput: dense(1)\n  }',
      'network N {\n  input x[2]\n  repeat 2 {\n    dense(2)\n  }\n  output: dense(1)\n}',
    ],
    [
      'network N {\nadd {\n{ conv(1)\nrelu }\n{ }\n} relu\n}',
      'network N {\n  add {\n    { conv(1)\n      relu }\n    { }\n  } relu\n}',
    ],
    [
      'let a = f([\n1,\n[\n2\n]\n])\nlet b = 1',
      'let a = f([\n  1,\n  [\n    2\n  ]\n])\nlet b = 1',
    ],
    ['train N {\nfeatures C1,\nC2\n}', 'train N {\n  features C1,\n    C2\n}'],
    ['network N {\n# first\nrelu\n    # last\n}', 'network N {\n  # first\n  relu\n  # last\n}'],
  ],
  'ends lines': [
    ['data d\n{\n  batch 1\n}', 'data d {\n  batch 1\n}'],
    ['data d # why\n{\n  batch 1\n}'],
    ['let a = 1  \n\n\n\nlet b = 2 # two  \n\n', 'let a = 1\n\nlet b = 2 # two'],
    ['\n\nlet a = 1', 'let a = 1'],
    ['data d {\n\n  batch 1\n\n}', 'data d {\n  batch 1\n}'],
    ['data d{\r\nbatch 1\r\n\r\n\r\n}', 'data d {\r\n  batch 1\r\n}'],
    ['  \n ', ''],
    ['# nothing but a comment'],
  ],
  'leaves lines alone that cannot be read': [
    [
      'network N {\nconv(6,kernel=5)\n  dense(1 ,2)\n}',
      'network N {\n  conv(6,kernel=5)\n  dense(1, 2)\n}',
    ],
    ['let a  = $x\nlet  b=2', 'let a  = $x\nlet b = 2'],
    ['let a  = 1 +\nlet  b=2', 'let a  = 1 +\nlet b = 2'],
    ['export N  to "a\nlet  b=2', 'export N  to "a\nlet b = 2'],
    ['network N {\n      conv(1 )\nlet a=1', 'network N {\n      conv(1)\nlet a = 1'],
    ['    } \n  let a=1', '    }\n  let a = 1'],
  ],
};

describe('formatting a cell', () => {
  for (const [title, texts] of Object.entries(rows)) {
    for (const [source, formatted = source] of texts) {
      it(`${title}: ${JSON.stringify(source)}`, () => {
        assert.equal(format(source), formatted);
        assert.equal(format(formatted), formatted, 'again');
      });
    }
  }

  it('changes white space alone, in small pieces', () => {
    const source = 'let a=1 # one\nlet b = 2\nlet c  = 3';
    assert.deepEqual(formatEdits(source, sample), [
      { start: 5, end: 5, text: ' ' },
      { start: 6, end: 6, text: ' ' },
      { start: 29, end: 31, text: ' ' },
    ]);
  });
});
