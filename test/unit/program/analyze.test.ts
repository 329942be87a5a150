import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import type { Program } from '../../../src/program/program';
import { isTraining } from '../../../src/program/verbs/train';
import { isInspection } from '../../../src/program/verbs/inspect';

const data = 'data digits {\n  source digits(train: 100, test: 10)\n}';
const network =
  'network Net {\n  input image[1, 28, 28]\n  C1: conv(4, kernel: 5) tanh\n  output: dense(10) softmax\n}';
const train = 'train Net on digits {\n  epochs 3\n}';

/** `code: message` of each finding with the text it covers. */
const findings = (cells: readonly string[], program: Program = analyze(cells)) =>
  program.diagnostics.map(({ code, location: { cell, start, end } }) => [
    code,
    cells[cell].slice(start, end),
  ]);

describe('a notebook as a whole', () => {
  it('sees definitions whatever their order', () => {
    const program = analyze([train, network, data]);
    assert.deepEqual(program.diagnostics, []);
    const [action] = program.actions;
    assert.equal(action?.kind, 'train');
    assert.equal(action.cell, 0);
    assert.equal(action.network.name, 'Net');
    assert.ok(isTraining(action));
    assert.equal(action.data.name, 'digits');
  });

  it('keeps actions in the order of the text', () => {
    const cells = [data, network, 'export Net to "a.onnx"', train, 'inspect Net'];
    const kinds = analyze(cells).actions.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['export', 'train', 'inspect']);
  });

  it('leaves out what has a line that could not be read: nothing runs without it', () => {
    const block = 'block unit(n) {\n  dense(n) relu\n  dense(n) relu\n}';
    const other = network.replace('C1: conv(4, kernel: 5) tanh', 'unit(8)');
    const inspect = 'inspect Net {\n  gradients\n}';
    const find = 'find rate of Net {\n  steps 20\n}';
    const sound = [data, other, block, train, inspect, find];
    const kinds = (cells: readonly string[]) => analyze(cells).actions.map(({ kind }) => kind);
    assert.deepEqual(kinds(sound), ['train', 'inspect', 'find']);
    const table: readonly [cell: number, line: string, left: readonly string[]][] = [
      [0, 'augment crop(2', ['inspect']],
      [1, 'dense(20 relu', []],
      [2, 'dense(20 relu', []],
      [3, 'clip norm (1', ['inspect']],
      [4, 'features )', ['train', 'find']],
      [5, 'from 1 2 ]', ['train', 'inspect']],
    ];
    for (const [cell, line, left] of table) {
      const cells = sound.with(cell, sound[cell].replace('{\n', `{\n  ${line}\n`));
      assert.deepEqual(kinds(cells), left, line);
      assert.deepEqual(
        findings(cells).map(([code]) => code),
        ['syntax'],
        line,
      );
    }
  });

  const targets: readonly (readonly [written: string, fixed: string])[] = [
    ['"net.dnn"', '"net.onnx"'],
    ['"../.bashrc"', '"../.bashrc.onnx"'],
    ['"package.json"', '"package.onnx"'],
    ['"v1.2"', '"v1.2.onnx"'],
    ['"net"', '"net.onnx"'],
    ['"net.onnx.sh"', '"net.onnx"'],
    ['".onnx"', '".onnx.onnx"'],
    ['""', '"model.onnx"'],
    ['"models/"', '"models/model.onnx"'],
    ['".."', '"../model.onnx"'],
    ['"a\u202exnno.onnx"', '"a_u202exnno.onnx"'],
    [String.raw`"C:\\nets\\net.h5"`, String.raw`"C:\\nets\\net.onnx"`],
  ];
  for (const [written, fixed] of targets) {
    it(`exports to no ${written}, and proposes ${fixed}`, () => {
      const cells = [data, network, `export Net to ${written}`];
      assert.deepEqual(findings(cells), [['bad-target', written]]);
      const [{ fix }] = analyze(cells).diagnostics;
      assert.equal(fix?.replacement, fixed);
      assert.deepEqual(findings(cells.with(2, `export Net to ${fixed}`)), []);
    });
  }

  for (const target of ['net.onnx', 'NET.ONNX', 'models/v1.2.onnx', '.hidden.onnx']) {
    it(`exports to ${target}`, () =>
      assert.deepEqual(findings([data, network, `export Net to "${target}"`]), []));
  }

  it('uses `let` values from any cell', () => {
    const program = analyze([
      data,
      network,
      'train Net on digits {\n epochs n * 2\n}',
      'let n = 4',
    ]);
    const [action] = program.actions;
    assert.equal(isTraining(action) && action.plan.epochs, 8);
  });

  it('reports mistakes in settings even where network or data have mistakes too', () => {
    const broken = [data.replace('train: 100', 'trian: 100'), network.replace('conv', 'conf')];
    const cells = [
      ...broken,
      'train Net on digits {\n  epoch 3\n}',
      'inspect Net {\n  gradiants\n}',
    ];
    assert.deepEqual(findings(cells), [
      ['unknown-argument', 'trian'],
      ['unknown-layer', 'conf'],
      ['unknown-setting', 'epoch'],
      ['unknown-setting', 'gradiants'],
    ]);
  });

  it('infers the loss from the head, and fills in the rest', () => {
    const [action] = analyze([data, network, 'train Net on digits {}']).actions;
    assert.ok(isTraining(action));
    const { loss, optimizer, schedule, epochs, seed } = action.plan;
    assert.deepEqual(
      [loss.name, optimizer.name, schedule.name, epochs, seed],
      ['cross_entropy', 'adam', 'constant', 10, 0],
    );
  });

  it('reads what is done to training images, line by line', () => {
    const augmented = data.replace('}', '  augment rotate(15)\n  augment flip(vertical)\n}');
    const calls = (overrides = {}) =>
      analyze([augmented], { overrides })
        .data.get('digits')
        ?.augment?.map(({ name }) => name);
    assert.deepEqual(calls(), ['rotate', 'flip']);
    assert.deepEqual(calls({ augment: 'crop(2)' }), ['crop']);
  });

  it('reads what refines the optimizer’s steps', () => {
    const settings = ['clip value 0.5', 'maxnorm 3', 'average ema 0.99', 'accumulate 4'];
    const cells = [data, network, `train Net on digits {\n${settings.join('\n')}\n}`];
    const [action] = analyze(cells).actions;
    assert.ok(isTraining(action));
    const { clip, maxNorm, average, accumulate } = action.plan;
    assert.deepEqual(
      { clip, maxNorm, average, accumulate },
      {
        clip: { by: 'value', bound: 0.5 },
        maxNorm: 3,
        average: { decay: 0.99 },
        accumulate: 4,
      },
    );
  });

  const mistakes: readonly [what: string, cells: readonly string[], found: string[][]][] = [
    ['a layer nobody knows', [network.replace('conv(', 'conf(')], [['unknown-layer', 'conf']]],
    [
      'a bound of nothing',
      [data, network, 'train Net on digits {\n  clip norms 1\n}'],
      [['unknown-word', 'norms']],
    ],
    [
      'a setting nobody knows',
      [data, network, 'train Net on digits {\n  epoch 3\n}'],
      [['unknown-setting', 'epoch']],
    ],
    [
      'a setting of another place',
      [data.replace('}', '  epochs 3\n}')],
      [['unknown-setting', 'epochs']],
    ],
    [
      'a setting given twice',
      [data, network, 'train Net on digits {\n  epochs 3\n  epochs 4\n}'],
      [['duplicate-setting', 'epochs 4']],
    ],
    [
      'a value out of range',
      [data, network, 'train Net on digits {\n  epochs -1\n}'],
      [['out-of-range', '-1']],
    ],
    [
      'a network nobody defined',
      [data, network, 'train Nett on digits {}'],
      [['unknown-network', 'Nett']],
    ],
    ['data nobody defined', [data, network, 'train Net on digit {}'], [['unknown-data', 'digit']]],
    [
      'training without data',
      [data, network, 'train Net {}'],
      [['missing-clause', 'train Net {}']],
    ],
    ['a list of data, once', [data, network, 'train Net on digits, digits {}'], [['syntax', ',']]],
    ['an input without a shape, once', [network.replace('[1, 28, 28]', '')], [['syntax', 'image']]],
    [
      'what is missing in another statement than the unreadable one',
      ['data d {\n  batch 3\n}\nlet = 3'],
      [
        ['missing-setting', 'd'],
        ['syntax', '='],
      ],
    ],
    ['an export to nowhere', [network, 'export Net'], [['missing-clause', 'export Net']]],
    ['data without a source', ['data d {\n  batch 3\n}'], [['missing-setting', 'd']]],
    ['a name defined twice', [network, network], [['duplicate-definition', 'Net']]],
    ['a verb that there is none of', [network, 'sweep Net {}'], [['unknown-statement', 'sweep']]],
    [
      'features of a layer that is not there',
      [data, network, 'inspect Net {\n  features C2\n}'],
      [['unknown-layer', 'C2']],
    ],
    [
      'the best neuron of a layer that is not there',
      [data, network, 'inspect Net {\n  best_neuron C2\n}'],
      [['unknown-layer', 'C2']],
    ],
    [
      'the best neuron of no layer',
      [data, network, 'inspect Net {\n  best_neuron\n}'],
      [['missing-layer', 'best_neuron']],
    ],
    [
      'a sample of a split that is not there',
      [data, network, 'inspect Net {\n  features C1 on digits.tset[1]\n}'],
      [['unknown-split', 'tset']],
    ],
    [
      'a loss that does not fit the head',
      [data, network.replace(' softmax', ''), 'train Net on digits {\n  loss cross_entropy\n}'],
      [['loss-head', 'loss cross_entropy']],
    ],
    [
      'a batch of one that is to be normalized over',
      [
        data,
        network.replace('output:', 'dense(6)\n  batchnorm\n  output:'),
        'train Net on digits {\n  batch 1\n}',
      ],
      [['batch-size', 'batchnorm']],
    ],
  ];
  for (const [what, cells, found] of mistakes) {
    it(`points at ${what}`, () => assert.deepEqual(findings(cells), found));
  }

  it('does not run what depends on a mistake', () => {
    const cells = [data, network.replace('conv(', 'conf('), train, 'export Net to "a.onnx"'];
    assert.deepEqual(analyze(cells).actions, []);
  });

  it('reads which feature maps of which sample to show', () => {
    const cells = [data, network, 'inspect Net {\n  features C1 on digits.validation[7]\n}'];
    const [action] = analyze(cells).actions;
    assert.ok(isInspection(action));
    const { sampleLocation, ...plan } = action.plan;
    assert.equal(
      cells[2].slice(sampleLocation?.start, sampleLocation?.end),
      'digits.validation[7]',
    );
    assert.deepEqual(plan, {
      network: 'Net',
      gradients: false,
      activations: false,
      features: ['C1'],
      data: 'digits',
      split: 'validation',
      index: 7,
    });
  });
});
