import assert from 'node:assert/strict';
import { analyze } from '../../../src/program/analyze';
import { rateEdit } from '../../../src/program/useRate';
import { isTraining } from '../../../src/program/verbs/train';
import { partWithRate, type FindAction } from '../../../src/program/verbs/find';

const data = 'data digits {\n  source digits(train: 100, test: 10)\n}';
const network = 'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}';
const train =
  'train Net on digits {\n  optimizer sgd(rate: 0.5, momentum: 0.9)\n  batch 20\n  average ema 0.9\n}';

const found = (cells: readonly string[], overrides = {}) =>
  analyze(cells, { overrides }).actions.find(
    (action): action is FindAction => action.kind === 'find',
  );

const codes = (cells: readonly string[]) => analyze(cells).diagnostics.map(({ code }) => code);

describe('find rate', () => {
  it('trains as the network’s last `train` does, wherever that stands', () => {
    const action = found([data, network, 'find rate of Net', train]);
    assert.ok(action);
    assert.equal(action.data.name, 'digits');
    assert.equal(action.plan.optimizer.arguments.momentum, 0.9);
    assert.equal(action.plan.batch, 20);
    assert.deepEqual(action.range, { lowest: 1e-6, highest: 1, steps: 100 });
  });

  it('takes its range and steps from its own lines', () => {
    const cells = [data, network, 'find rate of Net on digits {\n  from 1e-4 to 10\n  steps 30\n}'];
    assert.deepEqual(found(cells)?.range, { lowest: 1e-4, highest: 10, steps: 30 });
    assert.equal(found(cells, { steps: '50' })?.range.steps, 50);
    assert.equal(found(cells)?.plan.optimizer.name, 'adam');
  });

  it('refuses an optimizer that has no use for a rate', () => {
    const cells = [data, network, 'find rate of Net', train.replace(/sgd\(.*\)/, 'rprop')];
    assert.deepEqual(codes(cells), ['no-rate']);
    assert.equal(found(cells), undefined);
  });

  it('is about the first phase whose optimizer takes a rate', () => {
    const phases = (...optimizers: readonly string[]) =>
      optimizers.map((call, i) => `  phase p${i}: backprop { optimizer ${call} }`).join('\n');
    const cells = (...optimizers: readonly string[]) => [
      data,
      network,
      'find rate of Net',
      `train Net on digits {\n${phases(...optimizers)}\n}`,
    ];
    assert.equal(found(cells('sgd', 'adam'))?.plan.phase, 'p0');
    assert.equal(found(cells('rprop', 'adam', 'sgd'))?.plan.phase, 'p1');
    assert.deepEqual(codes(cells('rprop', 'rprop')), ['no-rate']);
  });

  const mistakes: [string, string][] = [
    ['find rate', 'missing-clause'],
    ['find rate of Net', 'missing-clause'],
    ['find rte of Net on digits', 'unknown-quantity'],
    ['find rate of Nett on digits', 'unknown-network'],
    ['find rate of Net on digit', 'unknown-data'],
    ['find rate of Net at digits', 'unknown-clause'],
    ['find rate of Net on digits {\n  from 1 to 1e-3\n}', 'out-of-range'],
    ['find rate of Net on digits {\n  from 1e-3 till 1\n}', 'unknown-word'],
    ['find rate of Net on digits {\n  steps 3\n}', 'out-of-range'],
    ['find rate of Net on digits {\n  epochs 3\n}', 'unknown-setting'],
  ];
  for (const [text, code] of mistakes) {
    it(`${JSON.stringify(text)} is wrong: ${code}`, () => {
      assert.ok(codes([data, network, text]).includes(code), codes([data, network, text]).join());
      assert.equal(found([data, network, text]), undefined);
    });
  }
});

describe('writing a rate that was found', () => {
  const cases: [string, string, string][] = [
    [
      'a named rate',
      '{\n  optimizer sgd(momentum: 0.9, rate: 0.5)\n}',
      'sgd(momentum: 0.9, rate: 0.02)',
    ],
    ['a rate by position', '{\n  optimizer sgd(0.5, 0.9)\n}', 'sgd(0.02, 0.9)'],
    ['a rate by name of a value', '{\n  optimizer sgd(rate: base)\n}', 'sgd(rate: 0.02)'],
    ['no rate yet', '{\n  optimizer sgd(momentum: 0.9)\n}', 'sgd(rate: 0.02, momentum: 0.9)'],
    ['no arguments', '{\n  optimizer sgd()\n}', 'sgd(rate: 0.02)'],
    ['no brackets', '{\n  optimizer sgd\n}', 'sgd(rate: 0.02)'],
    ['a `let`', '{\n  optimizer held\n}', 'let held = sgd(0.02)'],
    ['an item of a `let`', '{\n  optimizer both[1]\n}', '[adam, sgd(rate: 0.02, momentum: 0.9)]'],
    ['a `let` of a `let`', '{\n  optimizer other\n}', 'let held = sgd(0.02)'],
    ['no optimizer', '{\n  epochs 3\n}', '{\n  optimizer adam(rate: 0.02)\n  epochs 3\n}'],
    ['no settings', '{}', '{\n  optimizer adam(rate: 0.02)\n}'],
    ['no braces', '', ' {\n  optimizer adam(rate: 0.02)\n}'],
    [
      'a rule with an optimizer of its own',
      '{\n  rule cd\n}',
      'optimizer sgd(rate: 0.02, momentum: 0.5)\n  rule cd',
    ],
    [
      'a phase with an optimizer',
      '{\n  optimizer adam(0.1)\n  phase a: backprop { optimizer sgd(rate: 0.5) }\n}',
      'backprop { optimizer sgd(rate: 0.02) }',
    ],
    [
      'an optimizer around a phase',
      '{\n  optimizer sgd(0.5)\n  phase a: backprop { epochs 2 }\n}',
      'optimizer sgd(0.02)',
    ],
    [
      'a phase without an optimizer',
      '{\n  phase a: cd\n}',
      'phase a: cd {\n  optimizer sgd(rate: 0.02, momentum: 0.5)\n}',
    ],
  ];
  const lets =
    'let base = 0.5; let held = sgd(0.5); let other = held; let both = [adam, sgd(momentum: 0.9)]';
  for (const [what, settings, expected] of cases) {
    it(`replaces or adds it where there is ${what}`, () => {
      const machine = settings.includes('cd') ? network.replace('softmax', 'logistic') : network;
      const cells = [data, machine, `${lets}\ntrain Net on digits ${settings}`];
      const program = analyze(cells);
      assert.deepEqual(program.diagnostics, []);
      const edit = rateEdit(program, cells, 'Net', 0.02);
      assert.ok(edit);
      const { cell, start, end } = edit.location;
      const text = cells[cell].slice(0, start) + edit.text + cells[cell].slice(end);
      assert.ok(text.includes(expected), text);
      const [action] = analyze(cells.with(cell, text)).actions;
      const part = isTraining(action) ? partWithRate(action.plan) : undefined;
      assert.equal(part?.optimizer.arguments.rate, 0.02);
    });
  }

  it('says so when the network is trained nowhere', () => {
    const cells = [data, network];
    assert.equal(rateEdit(analyze(cells), cells, 'Net', 0.02), undefined);
  });
});
