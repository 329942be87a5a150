import assert from 'node:assert/strict';
import { complete } from '../../../src/language/services/complete';
import { hoverAt } from '../../../src/language/services/hover';
import { number, word } from '../../../src/language/parameters';
import { compareRuns, type ComparedRun } from '../../../src/runs/compare';
import { analyze } from '../../../src/program/analyze';
import { isTraining } from '../../../src/program/verbs/train';
import { referencePages } from '../../../src/program/reference';
import { notebookSettings } from '../../../src/program/settings';
import { trainSetting } from '../../../src/program/settings/define';
import { recordedSettings } from '../../../src/program/settings/recorded';
import { notebookVocabulary } from '../../../src/program/vocabulary';

const network = 'network Net {\n  input x[1, 4, 4]\n  output: dense(10) softmax\n}';

/** The `train` action of a notebook with these lines. */
function trainingOf(data: readonly string[], train: readonly string[]) {
  const cells = [
    `data d {\n${data.join('\n')}\n}`,
    network,
    `train Net on d {\n${train.join('\n')}\n}`,
  ];
  const { actions, diagnostics } = analyze(cells);
  assert.deepEqual(diagnostics, []);
  const [action] = actions;
  assert.ok(isTraining(action));
  return { train: action.plan, data: action.data };
}

describe('the settings of a training in its manifest', () => {
  const usual = {
    source: 'digits(train: 100, test: 4000, seed: 7)',
    normalize: 'none',
    validation: 0,
    loss: 'cross_entropy(label_smoothing: 0)',
    optimizer: 'adam(rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)',
    schedule: 'constant',
    epochs: 10,
    batch: 32,
  };

  it('say what is usual where nothing is set', () => {
    assert.deepEqual(recordedSettings(trainingOf(['source digits(100)'], [])), usual);
  });

  it('bind one text as a list, too', () => {
    const sourceWith = (target: string) =>
      recordedSettings(trainingOf([`source csv("t", target: ${target}, task: classes)`], []))
        .source;
    assert.equal(sourceWith('"a"'), sourceWith('["a"]'));
    assert.match(String(sourceWith('["a", "b"]')), /target: \["a", "b"\],/);
  });

  it('refuse numbers where texts are expected', () => {
    const { diagnostics } = analyze(['data d {\n  source csv("t", target: ["a", 3])\n}']);
    assert.match(diagnostics[0].message, /must be text in double quotes, or a list such as/);
  });

  it('say how to write what was meant', () => {
    const rows: [cell: string, advice: string][] = [
      ['data d { split validation: 9 }', 'write `validation` without `:`'],
      [
        `${network}\ntrain Net on d { optimizer adam 0.1 }`,
        '`optimizer` takes at most one value (`optimizer`); what concerns `adam` goes in brackets: `adam(…)`',
      ],
      [`${network}\ntrain Net on d { epochs 3 4 }`, '`epochs` takes at most one value (`count`)'],
    ];
    for (const [cell, advice] of rows) {
      const messages = analyze([cell]).diagnostics.map(({ message }) => message);
      assert.ok(messages.includes(advice), messages.join('\n'));
    }
  });

  /** A line of `train`, or of `data` behind a colon, and what the manifest says then. */
  const rows: [line: string, name: string, text: string | number][] = [
    ['loss mse', 'loss', 'mse'],
    ['optimizer sgd(0.5)', 'optimizer', 'sgd(rate: 0.5, momentum: 0, nesterov: false)'],
    ['schedule warmup(2, then: cosine)', 'schedule', 'warmup(epochs: 2, then: cosine(final: 0))'],
    ['epochs 3', 'epochs', 3],
    ['batch 7', 'batch', 7],
    ['data: batch 9', 'batch', 9],
    ['data: transform fraction(0.1)', 'transform', 'fraction(of: 0.1, seed: 7)'],
    ['stop early(5)', 'stop', 'early(patience: 5, metric: "loss", margin: 0)'],
    ['regularize l2', 'regularize', 'l2(lambda: 0.0005)'],
    ['clip norm 1.0', 'clip', 'norm 1'],
    ['clip value 0.5', 'clip', 'value 0.5'],
    ['maxnorm 3', 'maxnorm', 3],
    ['average ema 0.99', 'average', 'ema 0.99'],
    ['accumulate 4', 'accumulate', 4],
    ['data: split validation 20', 'validation', 20],
    ['data: normalize range(-1)', 'normalize', 'range(low: -1, high: 1)'],
    [
      'data: augment translate(2); augment flip',
      'augment',
      'translate(pixels: 2), flip(axis: "horizontal", probability: 0.5)',
    ],
  ];
  for (const [line, name, text] of rows) {
    it(`say ${name} ${text} for \`${line}\``, () => {
      const [, of, body] = /^(data: )?(.*)$/.exec(line)!;
      const source = 'source digits(100)';
      const training = of ? trainingOf([source, body], []) : trainingOf([source], [body]);
      assert.deepEqual(recordedSettings(training), { ...usual, [name]: text });
    });
  }
});

describe('a setting added from outside', () => {
  const remove: (() => void)[] = [];
  before(() => {
    const warmth = {
      kind: 'setting',
      name: 'warmth',
      within: ['train'],
      summary: 'Softens the answers.',
      example: 'warmth hot 2.5',
      parameters: {
        how: word('Which way.', ['hot', 'cold']),
        degrees: number('How much.', { above: 0 }),
      },
    } as const;
    const patience = trainSetting({
      name: 'patience',
      summary: 'Epochs to wait.',
      example: 'patience 4',
      parameters: { epochs: number('How many.') },
      plan: ({ epochs }, { seed }) => ({ epochs, seed: seed + 1 }),
      format: ({ train }) => `${train.epochs} epochs`,
    });
    remove.push(notebookSettings.add(warmth), notebookSettings.add(patience));
  });
  after(() => {
    for (const undo of remove) undo();
  });

  const recorded = (...lines: string[]) => recordedSettings(trainingOf(['source digits'], lines));

  it('is bound and kept in the plan, without a plan of its own', () => {
    const { train } = trainingOf(['source digits'], ['warmth hot 2.5']);
    assert.deepEqual(train.settings, { warmth: { how: 'hot', degrees: 2.5 } });
  });

  it('is in the manifest and in the comparison of runs', () => {
    const settings = [recorded('warmth hot 2.5'), recorded()];
    assert.equal(settings[0].warmth, 'hot 2.5');
    const base = { network: 'Net', data: 'd', dataHash: '', seed: 0, device: 'cpu' };
    const more = {
      notebook: { hash: '' },
      overrides: {},
      changes: [],
      epoch: 0,
      step: 0,
      seconds: 0,
    };
    const runs = settings.map(
      (each) => ({ ...base, ...more, settings: each }) as unknown as ComparedRun,
    );
    const row = compareRuns(runs).find(({ name }) => name === 'warmth');
    assert.deepEqual(row, { name: 'warmth', values: ['hot 2.5', undefined], differs: true });
  });

  it('puts into the plan, and writes, what it says itself', () => {
    const training = trainingOf(['source digits'], ['seed 3', 'patience 4']);
    assert.equal(training.train.epochs, 4);
    assert.equal(training.train.seed, 4, 'it sees the lines above it');
    assert.equal(recordedSettings(training).patience, '4 epochs');
  });

  it('can be set from outside the notebook', () => {
    const cells = ['data d {\n source digits\n}', network, 'train Net on d'];
    const { actions } = analyze(cells, { overrides: { warmth: 'cold 1' } });
    assert.ok(isTraining(actions[0]));
    assert.deepEqual(actions[0].plan.settings?.warmth, { how: 'cold', degrees: 1 });
  });

  it('is completed, explained, and on the page of settings', () => {
    const names = { networks: [], data: [], blocks: [], labels: [], lets: [] };
    const tables = { vocabulary: notebookVocabulary, names };
    const text = 'train Net on d {\n  warmth hot 2.5\n}';
    const at = text.indexOf('warmth');
    assert.ok(complete(text, at, tables).items.some(({ label }) => label === 'warmth'));
    assert.match(hoverAt(text, at, tables)?.contents ?? '', /Softens the answers/);
    assert.match(referencePages().get('settings.md') ?? '', /## warmth\n/);
  });
});
