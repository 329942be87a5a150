import assert from 'node:assert/strict';
import { designOf } from '../../../src/designer/design';
import type { StatementName } from '../../../src/designer/settings/statements';
import { analyze } from '../../../src/program/analyze';
import { network } from './support';

const sources = [
  'data digits { source digits(train: 200); batch 64 }',
  network(
    '  input image[1, 28, 28]\n  C1: conv(6, kernel: 5, init: hee)\n  output: dense(10) softmax',
  ),
  `train N on digits {
  optimizer sgd(rate: -1)
  batch 0
  average ema 0.9
  phase first: backprop { layers C1; epochs 2 }
}`,
];

const designWith = (chosen?: StatementName, path?: readonly number[]) =>
  designOf({ sources, program: analyze(sources) }, undefined, path, chosen);

describe('forms of settings', () => {
  const training = { word: 'train', subject: 'N', number: 0 };
  const form = designWith(training).settings!;
  const { settings, addable } = form.list;

  it('there is one for each statement that is made of settings', () =>
    assert.deepEqual(
      designWith().statements.map(({ text, severity }) => [text, severity]),
      [
        ['data digits', undefined],
        ['train N on digits', 'error'],
      ],
    ));

  it('what an action is done on is one of the data that are there', () =>
    assert.deepEqual(
      form.clauses.map(({ name, text, choices }) => [name, text, choices]),
      [['on', 'digits', ['digits']]],
    ));

  it('a setting that takes a word has its arguments as fields', () => {
    const [optimizer] = settings;
    assert.equal(optimizer.call?.word, 'sgd');
    assert.deepEqual(
      optimizer.call.fields.slice(0, 1).map(({ name, text }) => [name, text]),
      [['rate', '-1']],
    );
    assert.ok(optimizer.choices?.some(({ name, text }) => name === 'adam' && text === 'adam'));
  });

  it('a word without an alternative is no field', () =>
    assert.deepEqual(
      settings[2].fields?.map(({ name, text }) => [name, text]),
      [['decay', '0.9']],
    ));

  it('a phase has the form of its own settings', () => {
    const { label, inner } = settings[3];
    assert.equal(label, 'first');
    assert.deepEqual(
      inner?.settings.map(({ word, value }) => [word, value]),
      [
        ['layers', 'C1'],
        ['epochs', '2'],
      ],
    );
    assert.ok(inner.addable.some(({ name }) => name === 'loss'));
    assert.ok(!inner.addable.some(({ name }) => name === 'epochs' || name === 'seed'));
  });

  it('what is set already is not offered again, but what repeats', () =>
    assert.deepEqual(
      addable
        .filter(({ name }) => ['optimizer', 'loss', 'phase', 'watch'].includes(name))
        .map(({ name, text }) => [name, text]),
      [
        ['phase', 'phase second: backprop {\n  epochs 5\n}'],
        ['loss', 'loss cross_entropy'],
        ['watch', 'watch updates'],
      ],
    ));

  it('what is wrong is told at its field', () => {
    assert.match(settings[0].call?.fields[0].problem?.message ?? '', /`rate`/);
    assert.equal(settings[0].problem, undefined);
    assert.match(settings[1].fields?.[0].problem?.message ?? '', /`size`/);
    const fields = designWith(undefined, [1]).form?.call?.fields ?? [];
    assert.match(fields.find(({ name }) => name === 'init')?.problem?.message ?? '', /hee/);
    assert.equal(fields.find(({ name }) => name === 'kernel')?.problem, undefined);
  });
});
