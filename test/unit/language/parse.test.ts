import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCell } from '../../../src/language/parse';
import { shown, statement, textAt } from './support';
import { sample } from './sampleVocabulary';

const trees: Record<string, [source: string, ...tree: string[]][]> = {
  statements: [
    [''],
    ['# nothing but a comment'],
    ['data d { }', 'data d {}'],
    ['let a = 1; let b = 2 # two', 'let a = 1', 'let b = 2'],
    ['let a = 1\r\nlet b = 2', 'let a = 1', 'let b = 2'],
    [
      'data d {\n  source digits(train: 20_000, seed: 7)\n  split validation 2000 # held out\n}',
      'data d {source digits(train: 20000, seed: 7); split validation 2000}',
    ],
    ['data d\n{\n  batch 128\n}', 'data d {batch 128}'],
    ['train N on d', 'train N <on d> {}'],
    [
      'train N on d { epochs 8; stop early(patience: 3) }',
      'train N <on d> {epochs 8; stop early(patience: 3)}',
    ],
    ['export N to "a b.onnx"', 'export N <to "a b.onnx"> {}'],
    [
      'inspect N {\n  gradients\n  features C1, C3 on d.test[7]\n}',
      'inspect N {gradients; features C1 C3 on d.test[7]}',
    ],
    ['inspect N on d { depth 1..8 }', 'inspect N <on d> {depth (1 .. 8)}'],
    [
      'train N on d { rate [0.1, 0.01] seeds 1..3 }',
      'train N <on d> {rate [0.1, 0.01] seeds (1 .. 3)}',
    ],
    ['inspect gradients', 'inspect gradients {}'],
  ],
  settings: [
    [
      'train N { phase one: layerwise rbm(cd: 1) epochs 10 rate 0.05 }',
      'train N {phase one: layerwise rbm(cd: 1) epochs 10 rate 0.05}',
    ],
    ['train N { a 1 -2 - 3, -4 }', 'train N {a 1 ((- 2) - 3) (- 4)}'],
    ['train N { a b [1] c[1] }', 'train N {a b [1] c[1]}'],
    ['train N { features C1,\n  C2 }', 'train N {features C1 C2}'],
    ['train N { a (1 -2) }', 'train N {a (1 - 2)}'],
  ],
  networks: [
    ['network N { input image[1, 28, 28] }', 'network N {input image[1,28,28]}'],
    [
      'network N {\n\n  C1: conv(6, kernel: 5) tanh\n\n}',
      'network N {C1: conv(6, kernel: 5) tanh()}',
    ],
    ['network N { flatten }', 'network N {flatten()}'],
    [
      'network N { conv(6) batchnorm leaky_relu(0.1) }',
      'network N {conv(6) batchnorm() leaky_relu(0.1)}',
    ],
    [
      'network N { conv(\n  6, # maps\n  kernel:\n    5\n) tanh }',
      'network N {conv(6, kernel: 5) tanh()}',
    ],
    ['network N { dense(10) from A, B }', 'network N {dense(10) from A,B}'],
    ['network N { output: dense(10) softmax }', 'network N {output: dense(10) softmax()}'],
    ['network N { output main: dense(10) }', 'network N {output main: dense(10)}'],
    [
      'network N { output aux weight 0.3: dense(10) from C }',
      'network N {output aux weight 0.3: dense(10) from C}',
    ],
    ['network N { output weight 0.3: dense(10) }', 'network N {output weight 0.3: dense(10)}'],
    [
      'network N { concat {\n  { conv(1) }\n  { }\n} relu }',
      'network N {concat() [{conv(1)}{}] relu()}',
    ],
    [
      'network N { R: add { { conv(1); conv(2) } {} } from C }',
      'network N {R: add() [{conv(1); conv(2)}{}] from C}',
    ],
    ['network N { concat(axis: 1) { {} {} } }', 'network N {concat(axis: 1) [{}{}]}'],
    ['network N { repeat 2 * n { conv(6) } }', 'network N {repeat (2 * n) {conv(6)}}'],
    ['network N { inception(64, 96) }', 'network N {inception(64, 96)}'],
    ['block b(n, m) { conv(n, kernel: m) }', 'block b(n,m) {conv(n, kernel: m)}'],
    ['block b { relu }', 'block b() {relu()}'],
  ],
  'trailing commas': [
    ['let a = [1, 2,]', 'let a = [1, 2]'],
    ['let a = [\n  1,\n  2,\n]', 'let a = [1, 2]'],
    [
      'network N { input x[3, 4,]; conv(6, kernel: 5,) }',
      'network N {input x[3,4]; conv(6, kernel: 5)}',
    ],
    ['block b(n, m,) { conv(n, kernel: m) }', 'block b(n,m) {conv(n, kernel: m)}'],
  ],
  'networks from files': [
    ['network N from "a.onnx"', 'network N from "a.onnx" {} {}'],
    [
      'network N from "a b.onnx"\n{\n  frozen "c*", "d"\n  cut "t"\n  output: dense(2) softmax\n}',
      'network N from "a b.onnx" {frozen "c*" "d"; cut "t"} {output: dense(2) softmax()}',
    ],
    ['network N from "a" { frozen all }', 'network N from "a" {frozen all} {}'],
    [
      'network N { frozen: dense(8); cut(2) from frozen }',
      'network N {frozen: dense(8); cut(2) from frozen}',
    ],
    ['network from { from(2) }', 'network from {from(2)}'],
  ],
  'words that are keywords elsewhere': [
    [
      'network train { input: conv(1); from: conv(2); repeat: conv(3); weight: conv(4) from from }',
      'network train {input: conv(1); from: conv(2); repeat: conv(3); weight: conv(4) from from}',
    ],
    ['network N { output weight: dense(10) }', 'network N {output weight: dense(10)}'],
    [
      'network N { output output weight 1: dense(10) }',
      'network N {output output weight 1: dense(10)}',
    ],
    ['network N { input input[1] }', 'network N {input input[1]}'],
    ['train on on on { data 1 }', 'train on <on on> {data 1}'],
    ['let data = network', 'let data = network'],
    ['network Größe_2 { conv(1) }', 'network Größe_2 {conv(1)}'],
  ],
  expressions: [
    ['let a = 1 + 2 * 3 - 4 / 5', 'let a = ((1 + (2 * 3)) - (4 / 5))'],
    ['let a = (1 + 2) * 3', 'let a = ((1 + 2) * 3)'],
    ['let a = -2 ^ 2 ^ -3', 'let a = (- (2 ^ (2 ^ (- 3))))'],
    ['let a = 2 -1', 'let a = (2 - 1)'],
    ['let a = 1..n + 1', 'let a = (1 .. (n + 1))'],
    ['let a = [1, [2, x], "y"]', 'let a = [1, [2, x], "y"]'],
    ['let a = [\n  1,\n  2\n]', 'let a = [1, 2]'],
    ['let a = 5e-4', 'let a = 0.0005'],
    ['let a = .5', 'let a = 0.5'],
    ['let a = d.test[i + 1]', 'let a = d.test[(i + 1)]'],
    ['let a = true', 'let a = true'],
    [String.raw`let a = "C:\new \"x\" \\"`, String.raw`let a = "C:\\new \"x\" \\"`],
  ],
};

for (const [title, rows] of Object.entries(trees)) {
  describe(`syntax of ${title}`, () => {
    for (const [source, ...tree] of rows) {
      it(JSON.stringify(source), () => {
        const { statements, diagnostics } = parseCell(source, 3, sample);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(statements.map(statement), tree);
      });
    }
  });
}

/** Source, then each diagnostic as `text it points at | code | message`. */
const mistakes: Record<string, [source: string, ...diagnostics: string[]][]> = {
  'in a line': [
    ['network N { conv(6 7) }', '7 | syntax | expected `,` or `)` after `6`, found `7`'],
    ['network N { conv(6,,) }', ', | syntax | expected a value after `,`, found `,`'],
    ['network N { conv(,) }', ', | syntax | expected an argument or `)` after `(`, found `,`'],
    ['let a = [1, 2', '2 | syntax | expected `,` or `]` after `2`, found the end of the cell'],
    ['network N { conv(6 }', '} | syntax | expected `,` or `)` after `6`, found `}`'],
    ['network N { conv(6)) }', ') | syntax | expected the end of the line after `)`, found `)`'],
    ['network N { dense(1) from }', '} | syntax | expected a label after `from`, found `}`'],
    [
      'network N { input image }',
      '} | syntax | expected `[` and the sizes, as in `[1, 28, 28]`, after `image`, found `}`',
    ],
    [
      'network N { output main dense(10) }',
      'dense | syntax | expected `:` after `main`, found `dense`',
    ],
    [
      'network N { concat { conv(1) } }',
      'conv | syntax | expected `{`, found `conv`; each branch of `concat` goes in its own braces',
    ],
    ['network N { repeat { conv(1) } }', '{ | syntax | expected a value after `repeat`, found `{`'],
    ['network 5 { }', '5 | syntax | expected a name for the network after `network`, found `5`'],
    ['network N-5 { conv(1) }', '- | syntax | expected `{` after `N`, found `-`'],
    ['network N', 'N | syntax | expected `{` after `N`, found the end of the cell'],
    [
      'network N from a.onnx { }',
      'a | syntax | expected a file in double quotes after `from`, found `a`',
    ],
    ['train on d', 'd | syntax | expected a value after `d`, found the end of the cell'],
    [
      'train\nlet a = 1',
      'train | syntax | expected the name of what to train after `train`, found the end of the line',
    ],
    ['let a 1', '1 | syntax | expected `=` after `a`, found `1`'],
    ['let a = (1 + 2', '2 | syntax | expected `)` after `2`, found the end of the cell'],
    ['let a = 1 +', '+ | syntax | expected a value after `+`, found the end of the cell'],
    ['let a = d.', '. | syntax | expected a name after `.`, found the end of the cell'],
    ['block b(1) { }', '1 | syntax | expected a parameter name or `)` after `(`, found `1`'],
    ['data d { batch 1 } x', 'x | syntax | expected the end of the line after `}`, found `x`'],
  ],
  'of habit': [
    ['network N { conv(6, kernel=5) }', '= | syntax | write `kernel:` instead of `kernel=`'],
    ['train N { epochs: 5 }', ': | syntax | write `epochs` without `:`'],
    ['train N { epochs = 5 }', '= | syntax | write `epochs` without `=`'],
    ["export N to 'a.onnx'", '\'a.onnx\' | syntax | text goes in double quotes; write `"a.onnx"`'],
    ['export N to "a.onnx', '"a.onnx | unclosed-string | this text has no closing `"`'],
    ['let a = 3 × 4', '× | unknown-character | `×` is not expected here'],
    ['let a = $x', '$ | unknown-character | `$` is not expected here'],
  ],
  'at the start of a line': [
    [
      'trian N on d { epochs 5 }',
      'trian | unknown-statement | unknown statement `trian`; did you mean `train`?',
    ],
    [
      'Network N { conv(1) }',
      'Network | unknown-statement | unknown statement `Network`; did you mean `network`?',
    ],
    [
      'C1: conv(6)',
      'C1 | misplaced-layer | `C1` looks like a layer; layers go inside `network NAME { … }`',
    ],
    ['= 5', '= | syntax | expected a statement such as `network` or `train`, found `=`'],
  ],
  'in braces': [
    ['network N {\n  conv(1)', '{ | unclosed-brace | `{` is never closed; add `}`'],
    [
      'network N {\n  conv(1)\n\ntrain N on d {\n}',
      '{ | unclosed-brace | `{` is never closed; add `}`',
    ],
    ['network N { conv(1) } }', '} | unopened-brace | this `}` matches no `{`; remove it'],
  ],
  'each reported once': [
    [
      'network N {\n  A: conv(6, kernel: \n  B: conv(,)\n  C: conv(1) tanh 5\n}\nlet a =\nlet b = 2',
      ': | syntax | expected a value after `:`, found the end of the line',
      ', | syntax | expected an argument or `)` after `(`, found `,`',
      '5 | syntax | expected the end of the line after `tanh`, found `5`',
      '= | syntax | expected a value after `=`, found the end of the line',
    ],
  ],
};

for (const [title, rows] of Object.entries(mistakes)) {
  describe(`mistakes ${title}`, () => {
    for (const [source, ...expected] of rows) {
      it(JSON.stringify(source), () => {
        const { diagnostics } = parseCell(source, 0, sample);
        assert.deepEqual(
          diagnostics.map((diagnostic) => shown(source, diagnostic)),
          expected,
        );
      });
    }
  });
}

describe('what is left after a mistake', () => {
  const rows: [source: string, ...tree: string[]][] = [
    [
      'network N { A: conv(1); B: conv( ; C: conv(3) }',
      'network N {A: conv(1); C: conv(3)} incomplete',
    ],
    ['network N-5 { A: conv(1) }\nlet a = 1', 'network N {A: conv(1)} incomplete', 'let a = 1'],
    ['network N { conv(6, kernel=5) }', 'network N {conv(6, kernel: 5)}'],
    ['network N {\n  conv(1)\n\ntrain N on d {\n}', 'network N {conv(1)}', 'train N <on d> {}'],
    ['train N on { epochs 5 }', 'train N {epochs 5} incomplete'],
    ['train N { epochs: 5 }', 'train N {epochs 5}'],
    ["export N to 'it.onnx'", 'export N <to "it.onnx"> {}'],
  ];
  for (const [source, ...tree] of rows) {
    it(JSON.stringify(source), () => {
      assert.deepEqual(parseCell(source, 0, sample).statements.map(statement), tree);
    });
  }
});

describe('a fix', () => {
  const rows: [source: string, fixed: string][] = [
    ['network N { conv(6, kernel=5) }', 'network N { conv(6, kernel:5) }'],
    ['train N { epochs: 5 }', 'train N { epochs  5 }'],
    ["export N to 'it.onnx'", 'export N to "it.onnx"'],
    ['export N to "it.onnx', 'export N to "it.onnx"'],
    ['tarin N on d', 'train N on d'],
    ['let a = 1 }', 'let a = 1 '],
  ];
  for (const [source, fixed] of rows) {
    it(`turns ${JSON.stringify(source)} into ${JSON.stringify(fixed)}, which is right`, () => {
      const [{ location, fix }] = parseCell(source, 0, sample).diagnostics;
      assert.ok(fix);
      const result = source.slice(0, location.start) + fix.replacement + source.slice(location.end);
      assert.equal(result, fixed);
      assert.deepEqual(parseCell(result, 0, sample).diagnostics, []);
    });
  }
});

describe('parseCell', () => {
  it('locates every statement, name and expression in its cell', () => {
    const source = '\n  let width = 2 * (n + 1) # twice\ntrain N on d';
    const [declaration, action] = parseCell(source, 4, sample).statements;
    assert.equal(textAt(source, declaration.location), 'let width = 2 * (n + 1)');
    assert.equal(declaration.location.cell, 4);
    assert.ok(declaration.kind === 'let' && declaration.value.kind === 'arithmetic');
    assert.equal(textAt(source, declaration.name.location), 'width');
    assert.equal(textAt(source, declaration.value.location), '2 * (n + 1)');
    assert.equal(textAt(source, declaration.value.rest[0].operand.location), '(n + 1)');
    assert.ok(action.kind === 'action');
    assert.equal(textAt(source, action.verbLocation), 'train');
    assert.equal(textAt(source, action.clauses[0].value.location), 'd');
  });

  it('never throws, and points only at places in the cell', () => {
    const pieces = fc.constantFrom(
      ...'network N { } ( ) [ ] , : ; = .. . + - * / ^ " \' # 5 1e9 true from output input repeat'.split(
        ' ',
      ),
      ...[
        '\n',
        ' ',
        'let',
        'data',
        'train',
        'on',
        'block',
        'weight',
        'é',
        '∂',
        '\u0000',
        '\ud800',
        '"a"',
      ],
    );
    const soup = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (source) => {
        const { diagnostics } = parseCell(source, 0, sample);
        for (const { location, message } of diagnostics) {
          assert.ok(location.start >= 0 && location.end > location.start, message);
          assert.ok(location.end <= source.length, message);
        }
        const lines = source.split(/[\r\n;{}]/).length;
        assert.ok(diagnostics.length <= 3 * lines + source.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a deep nest of brackets and braces', () => {
    const deep = 31;
    const source = `let a = ${'('.repeat(deep)}1${')'.repeat(deep)}\nnetwork N ${'{ repeat 1 '.repeat(deep)}{ }${'}'.repeat(deep)}`;
    assert.deepEqual(parseCell(source, 0, sample).diagnostics, []);
  });
});
