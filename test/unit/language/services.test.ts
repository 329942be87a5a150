import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCell } from '../../../src/language/parse';
import { complete } from '../../../src/language/services/complete';
import { hoverAt, signatureAt } from '../../../src/language/services/hover';
import { namesOf, symbolsOf } from '../../../src/language/services/symbols';
import type { Tables } from '../../../src/language/services/tables';
import { sample } from './sampleVocabulary';
import { textAt } from './support';

const tables: Tables = {
  vocabulary: sample,
  names: {
    networks: ['LeNet5', 'Small'],
    data: ['digits'],
    blocks: [{ name: 'unit', parameters: ['maps', 'size'] }],
    labels: ['C1', 'S2'],
    lets: ['width'],
    values: new Map([
      ['width', { kind: 'number', value: 64, location: { cell: 0, start: 0, end: 0 } }],
    ]),
  },
  texts: (kind, network) => (kind === 'from' ? ['a b.onnx'] : [`${kind} of ${network}`]),
};

/** `|` marks the place of the cursor. */
function cursor(marked: string) {
  const offset = marked.indexOf('|');
  return { source: marked.replace('|', ''), offset };
}

const labelsAt = (marked: string) => {
  const { source, offset } = cursor(marked);
  return complete(source, offset, tables).items.map(({ label }) => label);
};

const layers = ['conv', 'dropout', 'reshape', 'dense', 'avgpool', 'concat', 'unit'];
const chain = [...layers, 'input', 'output', 'repeat'];
const activations = ['relu', 'logistic', 'leaky_relu', 'from'];
const words = [
  ...['relu', 'logistic', 'leaky_relu', 'he', 'normal', 'l2'],
  ...['digits', 'csv', 'sgd', 'adam'],
];
const verbs = ['train', 'inspect', 'export', 'find', 'forecast', 'generate'];
const statements = ['data', 'network', 'block', 'let', ...verbs];
const convArguments = ['maps:', 'kernel:', 'stride:', 'mode:', 'init:', 'frozen:'];

describe('complete offers', () => {
  const rows: [what: string, marked: string, labels: string[]][] = [
    ['statements in an empty cell', '|', statements],
    ['statements for a word begun', 'tra|', statements],
    ['statements after another', 'train N on d {\n}\n|', statements],
    ['nothing for a new name', 'network |', []],
    ['networks after a verb', 'train |', ['LeNet5', 'Small']],
    ['networks for a word begun', 'train Le|', ['LeNet5', 'Small']],
    ['`on` after a network to train', 'train LeNet5 |', ['on']],
    ['what can be found', 'find |', ['rate']],
    ['`of` and `on` after it', 'find rate |', ['of', 'on']],
    ['networks after `of`', 'find rate of |', ['LeNet5', 'Small']],
    ['`to` after a network to export', 'export LeNet5 |', ['to']],
    ['data after `on`', 'train LeNet5 on |', ['digits']],
    ['layers at the start of a line', 'network N {\n  |\n}', chain],
    ['layers without the closing brace', 'network N {\n  conv(6, 5)\n  |', chain],
    ['layers after a line with an open parenthesis', 'network N {\n  conv(6\n  |\n}', chain],
    ['layers behind a label', 'network N { C1: |', layers],
    ['layers behind an output', 'network N { output main weight 0.3: |', layers],
    ['layers in a branch', 'network N { concat { { |', chain],
    ['layers in a repeat', 'network N { repeat 3 { |', chain],
    ['layers in a block', 'block b(n) { |', chain],
    ['activations behind a layer', 'network N { C1: conv(6, kernel: 5) |', activations],
    ['activations behind an activation', 'network N { conv(6, 5) relu le|', activations],
    ['activations behind branches', 'network N { add { {} {} } |', activations],
    ['labels after `from`', 'network N { dense(1) from |', ['C1', 'S2']],
    ['labels after a comma', 'network N { dense(1) from C1, |', ['C1', 'S2']],
    ['arguments in parentheses', 'network N { conv(|)', ['width', ...convArguments]],
    [
      'arguments that are left',
      'network N { conv(6, kernel: 5, |)',
      ['width', 'kernel:', 'stride:', 'mode:', 'init:', 'frozen:'].filter(
        (each) => each !== 'kernel:',
      ),
    ],
    [
      'arguments on another line',
      'network N { conv(\n  maps: 6,\n  ker|\n)',
      ['width', ...convArguments.slice(1)],
    ],
    ['arguments of an activation', 'network N { conv(6, 5) leaky_relu(|', ['width', 'slope:']],
    [
      'arguments that are not set behind',
      'network N { conv(6, |, kernel: 5, mode: same) }',
      ['width', 'stride:', 'init:', 'frozen:'],
    ],
    ['settings that are not set above', 'train N on d {\n  batch 5\n  |\n}', ['optimizer']],
    ['settings that are not set below', 'train N on d {\n  |\n  batch 5 # five\n}', ['optimizer']],
    [
      'files in quotes where a parameter names one',
      'data d { source csv("a|") }',
      ['"file of undefined"'],
    ],
    [
      'files in quotes behind the name of the argument',
      'data d { source csv(file: "|',
      ['"file of undefined"'],
    ],
    ['nothing in quotes where a parameter names none', 'data d { source csv("a", target: "|', []],
    ['`from` after a new network', 'network N |', ['from']],
    ['files after `from`', 'network N from |', ['"a b.onnx"']],
    ['files in the quotes after `from`', 'network N from "a|"\n', ['"a b.onnx"']],
    ['files in quotes that are not closed', 'network N from "|', ['"a b.onnx"']],
    ['tensors of the model', 'network N from "a" {\n  cut "|"\n}', ['"cut of N"']],
    ['parameters of the model', 'network N from "a" {\n  frozen "b", "|', ['"frozen of N"']],
    ['layers in quotes', 'inspect N {\n  features C1, "|"\n}', ['"layer of N"']],
    ['nothing in other texts', 'network N {\n  cut "|"\n}', []],
    ['nothing in the file of an export', 'export N to "|"', []],
    ['words a parameter takes', 'network N { conv(mode: |', ['same', 'valid']],
    ['entries a parameter takes', 'network N { conv(init: |', ['he', 'normal']],
    ['truth values', 'network N { conv(frozen: |', ['true', 'false']],
    [
      'arguments of an entry in an argument',
      'network N { conv(init: normal(|',
      ['width', 'deviation:'],
    ],
    ['settings of data', 'data d { | }', ['source', 'split', 'batch']],
    ['settings of training', 'train N on d {\n  op|', ['batch', 'optimizer']],
    ['settings of inspection', 'inspect N {\n  |', ['gradients', 'features']],
    ['nothing for settings that are not known', 'export N to "a" { |', []],
    ['entries after a setting', 'train N on d { optimizer |', ['sgd', 'adam']],
    ['arguments of a setting’s entry', 'train N on d { optimizer sgd(|', ['width', 'rate:']],
    ['words after a setting', 'data d { split |', ['validation']],
    ['values at a later place', 'data d { split validation |', ['width']],
    ['labels for features', 'inspect N { features |', ['C1', 'S2', 'on']],
    ['data for features', 'inspect N { features C1 on |', ['digits']],
    ['splits of data', 'inspect N { features C1 on digits.|', ['train', 'validation', 'test']],
    ['lets in an expression', 'let a = 2 * |', ['width']],
    [
      'parameters of a block in a call of it',
      'network N { unit(|',
      ['maps:', 'size:', 'width', ...words],
    ],
    ['those that are left', 'network N { unit(6, |', ['size:', 'width', ...words]],
    ['values of a parameter of a block', 'network N { unit(size: |', ['width', ...words]],
    ['values in a `let`', 'let a = |', ['width', ...words]],
    ['values in a list in a `let`', 'let a = [|', ['width', ...words]],
    ['arguments of a word in a `let`', 'let a = sgd(|', ['width', 'rate:']],
    [
      'parameters of the block as values in it, deep inside too',
      'block unit(maps, size) { add { { conv(kernel: |',
      ['maps', 'size', 'width'],
    ],
    [
      'not the block itself in it',
      'block unit(maps, size) { |',
      chain.filter((each) => each !== 'unit'),
    ],
    ['nothing after `to`', 'export LeNet5 to |', []],
    [
      'only names before a colon',
      'network N { conv(6, ker|: 5) }',
      convArguments.filter((each) => each !== 'maps:'),
    ],
    ['nothing in a comment', 'network N { # con|', []],
    ['nothing in text', 'export N to "ab|', []],
  ];
  for (const [what, marked, labels] of rows) {
    it(what, () => assert.deepEqual(labelsAt(marked).sort(), [...labels].sort()));
  }

  it('what replaces the word the cursor is in', () => {
    const { source, offset } = cursor('network N { co|nv(6) }');
    const { start, end } = complete(source, offset, tables);
    assert.equal(source.slice(start, end), 'conv');
  });

  it('templates with a place for each required argument', () => {
    const insertOf = (marked: string, label: string) => {
      const { source, offset } = cursor(marked);
      return complete(source, offset, tables).items.find((item) => item.label === label)
        ?.insertText;
    };
    assert.equal(insertOf('network N { |', 'conv'), 'conv(${1:6}, kernel: ${2:5})');
    assert.equal(insertOf('network N { |', 'avgpool'), 'avgpool');
    assert.equal(insertOf('network N { |', 'concat'), 'concat {\n\t{ $1 }\n\t{ $2 }\n}');
    assert.equal(insertOf('data d { |', 'split'), 'split ${1:validation} ${2:count}');
    assert.equal(insertOf('data d { |', 'batch'), 'batch ${1:128}');
    assert.equal(
      insertOf('data d { source |', 'csv'),
      'csv(${1:"a {1\\}.csv"}, target: ${2:height})',
    );
    assert.equal(insertOf('inspect d { |', 'gradients'), 'gradients');
    assert.equal(insertOf('network N { |', 'unit'), 'unit(${1:maps}, ${2:size})');
    assert.equal(insertOf('network N { conv(6, ker|', 'kernel:'), 'kernel: ');
    assert.equal(insertOf('network N { conv(6, ker|: 5)', 'kernel:'), 'kernel');
  });

  it('the layers of the network or block around, where it is known', () => {
    const notebook =
      'network N { A: dense(1) }; network M { B: dense(1) }; block b() { C: dense(1) }';
    const names = namesOf(parseCell(notebook, 0, sample).statements);
    const labels = (marked: string) => {
      const { source, offset } = cursor(marked);
      return complete(source, offset, { vocabulary: sample, names }).items.map(
        ({ label }) => label,
      );
    };
    assert.deepEqual(labels('network N { dense(1) from |'), ['A']);
    assert.deepEqual(labels('network M { add { { dense(1) from |'), ['B']);
    assert.deepEqual(labels('block b() { dense(1) from |'), ['C']);
    assert.deepEqual(labels('inspect M { features |'), ['B', 'on']);
    assert.deepEqual(labels('network Other { dense(1) from |'), ['A', 'B', 'C']);
  });

  it('what has to stand there without being asked', () => {
    const expected = (marked: string) => {
      const { source, offset } = cursor(marked);
      return complete(source, offset, tables).expected;
    };
    const asked = ['train |', 'train LeNet5 on |', 'network N { conv(6, |', 'data d { split |'];
    for (const marked of [...asked, 'network N { dense(1) from |'])
      assert.ok(expected(marked), marked);
    for (const marked of ['|', 'network N {\n  |', 'network N { conv(6) |', 'train LeNet5 |'])
      assert.ok(!expected(marked), marked);
  });

  it('statements that are read without a mistake', () => {
    for (const { label, insertText } of complete('', 0, tables).items) {
      const text = insertText.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\d+/g, '');
      assert.deepEqual(parseCell(text, 0, sample).diagnostics, [], label);
    }
  });

  it('something or nothing, but never throws, wherever the cursor is', () => {
    const source =
      'data d { split validation 5 }\nnetwork N {\n  C1: conv(6, kernel: [1, 2]) relu from A\n concat { { conv(3) } {} }\n';
    fc.assert(
      fc.property(fc.nat(source.length), fc.nat(source.length), (cut, offset) => {
        const text = source.slice(0, cut);
        const { start, end } = complete(text, Math.min(offset, cut), tables);
        assert.ok(start <= end && end <= text.length);
        hoverAt(text, Math.min(offset, cut), tables);
      }),
    );
  });
});

describe('hoverAt', () => {
  const rows: [marked: string, over: string | undefined, contents?: RegExp][] = [
    [
      'network N { C1: co|nv(6) }',
      'conv',
      /conv\(maps, kernel, stride: 1, .*Summary of conv\..*- `maps`: an integer, at least 1, at most 4096, required\. Feature maps\..*Equation \(1\).*conv\(6, kernel: 5\)/s,
    ],
    [
      'network N { conv(6, ker|nel: 5) }',
      'kernel',
      /^`kernel`: an integer or a list of two.*required\. Kernel size\.$/,
    ],
    ['network N { conv(6, stride|: 5) }', 'stride', /default `1`/],
    ['network N { conv(6, mode: sa|me) }', 'same', /^`mode`: `same` or `valid`, default `valid`/],
    ['network N { conv(6, init: |he) }', 'he', /Summary of he/],
    ['network N { conv(6) re|lu }', 'relu', /Summary of relu/],
    ['network N { conv(6) relu fr|om A }', 'from', /named layers/],
    ['network N { out|put: dense(1) }', 'output', /output of the network/],
    ['netw|ork N { }', 'network', /lists its layers/],
    ['train N on d { opt|imizer sgd }', 'optimizer', /optimizer ….*Summary of optimizer/s],
    ['train N on d { optimizer s|gd }', 'sgd', /sgd\(rate\)/],
    ['data d { split valid|ation 5 }', 'validation', /^`part`/],
    ['network N { C|1: conv(6) }', undefined],
    ['network N { nonsen|se(6) }', undefined],
    ['network | N { }', undefined],
  ];
  for (const [marked, over, contents] of rows) {
    it(marked, () => {
      const { source, offset } = cursor(marked);
      const hover = hoverAt(source, offset, tables);
      assert.equal(hover && source.slice(hover.start, hover.end), over);
      if (contents) assert.match(hover?.contents ?? '', contents);
    });
  }
});

describe('names that hold words', () => {
  const notebook =
    'let width = 64; let act = relu; let other = act; let opt = adam(rate: 0.01); let start = he\n' +
    'let ways = [relu, logistic]; let round = turn; let turn = round\n' +
    'block unit(maps, f) { conv(maps, 3) f }\n';
  const { statements } = parseCell(notebook, 0, sample);
  const named: Tables = { vocabulary: sample, names: namesOf(statements) };
  const lets = (marked: string) => {
    const { source, offset } = cursor(marked);
    const { items } = complete(source, offset, named);
    return items.filter(({ kind }) => kind === 'let').map(({ label }) => label);
  };

  const rows: [where: string, marked: string, names: string[]][] = [
    ['activations', 'network N { conv(6, 5) |', ['act', 'other', 'ways']],
    ['initializers', 'network N { conv(init: |', ['start', 'ways']],
    ['optimizers', 'train N on d { optimizer |', ['opt', 'ways']],
    ['numbers', 'network N { conv(maps: |', ['width', 'ways']],
    ['numbers in an expression', 'network N { conv(2 * |', ['width', 'ways']],
    [
      'activations of a block’s body',
      'block unit(maps, f) { conv(maps, 3) |',
      ['maps', 'f', 'act', 'other', 'ways'],
    ],
  ];
  for (const [where, marked, names] of rows) {
    it(`are completed among ${where}`, () => assert.deepEqual(lets(marked), names));
  }

  const hovers: [marked: string, ...parts: string[]][] = [
    ['network N { conv(6, 5) a|ct }', 'let act = relu', 'Summary of relu'],
    ['network N { conv(6, 5) oth|er }', 'let other = act', 'Summary of relu'],
    ['train N on d { optimizer o|pt }', 'let opt = adam(rate: 0.01)', 'Summary of adam'],
    ['network N { conv(6, init: sta|rt) }', 'let start = he', 'Summary of he'],
    ['network N { conv(2 * wid|th) }', 'let width = 64'],
    ['let a = re|lu', 'Summary of relu'],
    ['let a = adam(ra|te: 1)', '`rate`: a number'],
  ];
  for (const [marked, ...parts] of hovers) {
    it(`are explained: ${marked}`, () => {
      const { source, offset } = cursor(marked);
      const { contents = '' } = hoverAt(source, offset, named) ?? {};
      for (const part of parts) assert.ok(contents.includes(part), `${part} in ${contents}`);
    });
  }

  it('leave a word of the vocabulary what it is where they hold another kind', () => {
    const names = namesOf(parseCell('let sgd = relu', 0, sample).statements);
    const { source, offset } = cursor('train N on d { optimizer s|gd }');
    const { contents } = hoverAt(source, offset, { vocabulary: sample, names })!;
    assert.ok(contents.includes('Summary of sgd') && !contents.includes('let'));
  });
});

describe('signatureAt', () => {
  const rows: [marked: string, active: string | undefined][] = [
    ['network N { conv(|', 'maps'],
    ['network N { conv(6, |', 'kernel'],
    ['network N { conv(6, mode: |', 'mode'],
    ['network N { conv(6, init: normal(|', 'deviation'],
    ['network N { conv(6, kernel: 5, |', 'stride'],
    ['network N { conv(kernel: 5, |', 'maps'],
    ['network N { unit(3, |', 'size'],
    ['data d { source csv("a|', 'file'],
    ['network N { |', undefined],
  ];
  for (const [marked, active] of rows) {
    it(marked, () => {
      const { source, offset } = cursor(marked);
      const help = signatureAt(source, offset, tables);
      const parameter = help?.parameters[help.activeParameter];
      assert.equal(parameter?.label, active);
      if (parameter) assert.equal(help?.label.slice(...parameter.range), active);
    });
  }
});

describe('symbols', () => {
  const source =
    'data d { }\nnetwork N {\n  input x[1]\n  A: dense(1)\n  concat { { B: dense(n) } {} }\n  output: dense(1)\n}\nblock b(n) { A: dense(n) }\nlet w = 1\ntrain N on d';
  const { statements: parsed } = parseCell(source, 0, sample);
  const symbols = symbolsOf(parsed);

  it('are the declarations with what is named in them, and the actions', () => {
    assert.deepEqual(
      symbols.map(({ kind, name, children }) => [kind, name, children.map((child) => child.name)]),
      [
        ['data', 'd', []],
        ['network', 'N', ['x', 'A', 'B']],
        ['block', 'b', ['n', 'A']],
        ['let', 'w', []],
        ['action', 'train N', []],
      ],
    );
    for (const { name, kind, nameLocation } of symbols) {
      assert.equal(textAt(source, nameLocation), kind === 'action' ? 'train' : name);
    }
  });

  it('give the names completion offers', () => {
    const { values, layersOf, ...names } = namesOf(parsed);
    assert.deepEqual([...values!.keys()], ['w']);
    assert.deepEqual(
      [...layersOf!],
      [
        ['network N', ['x', 'A', 'B']],
        ['block b', ['A']],
      ],
    );
    assert.deepEqual(names, {
      networks: ['N'],
      data: ['d'],
      blocks: [{ name: 'b', parameters: ['n'] }],
      labels: ['A', 'B'],
      lets: ['w'],
    });
  });
});
