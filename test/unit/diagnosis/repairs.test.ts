import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { repairsOf } from '../../../src/diagnosis/diagnose';
import { repairContext } from '../../../src/diagnosis/repairs/repair';
import { analyze } from '../../../src/program/analyze';

const data = `data digits {
  source digits(train: 100, test: 20)
  batch 32
}`;

/** A notebook, a verdict on it, and what its cells are after each of the repairs. */
interface Case {
  readonly network: string;
  readonly train: string;
  readonly verdict: { readonly name: string; readonly layers?: readonly string[] };
  /** What a search for a rate has suggested. */
  readonly foundRate?: number;
  /** By title: the network's cell, the training's or the data's, whichever is changed. */
  readonly repaired: Readonly<Record<string, string>>;
}

const net = (lines: string): string => `network Net {
  input image[1, 28, 28]
  ${lines}
  output: dense(10) softmax
}`;

const train = (lines = ''): string => `train Net on digits {\n  ${lines}\n}`;

const cases: Readonly<Record<string, Case>> = {
  'other activations, in a repeated line once, with comments kept': {
    network: net('repeat 20 { dense(64) logistic } # deep'),
    train: train('epochs 3'),
    verdict: { name: 'vanishing_gradients', layers: ['dense_1', 'dense_2'] },
    repaired: {
      'Use `relu` with `init: he`': net('repeat 20 { dense(64) relu } # deep'),
      'Insert `batch_norm` before the activations': net(
        'repeat 20 { dense(64)\n  batch_norm logistic } # deep',
      ),
    },
  },
  'an activation together with the initializer that was written for another': {
    network: net('H: dense(64, init: normal(0.5)) tanh'),
    train: train('epochs 3'),
    verdict: { name: 'vanishing_gradients', layers: ['H'] },
    repaired: { 'Use `relu` with `init: he`': net('H: dense(64, init: he) relu') },
  },
  'the initializer that suits the activation': {
    network: net('H: dense(64, init: normal(0.5)) tanh'),
    train: train('optimizer sgd(rate: 0.5)'),
    verdict: { name: 'exploding_gradients', layers: ['H'] },
    repaired: {
      'Use `init: glorot`': net('H: dense(64, init: glorot) tanh'),
      'Clip the norm of the gradient at 1': train('clip norm 1\n  optimizer sgd(rate: 0.5)'),
      'Lower the learning rate from 0.5 to 0.05': train('optimizer sgd(rate: 0.05)'),
    },
  },
  'a rate where none is written': {
    network: net('H: dense(64) tanh'),
    train: 'train Net on digits',
    verdict: { name: 'rate_too_low' },
    repaired: {
      'Raise the learning rate from 0.001 to 0.01':
        'train Net on digits {\n  optimizer adam(rate: 0.01)\n}',
      'Train for 100 epochs': 'train Net on digits {\n  epochs 100\n}',
    },
  },
  'the rate to the one that was found': {
    network: net('H: dense(64) tanh'),
    train: train('optimizer sgd(rate: 5)'),
    verdict: { name: 'rate_too_high' },
    foundRate: 0.03,
    repaired: {
      'Use the learning rate 0.03, found by `find rate`': train('optimizer sgd(rate: 0.03)'),
      'Lower the learning rate from 5 to 0.5': train('optimizer sgd(rate: 0.5)'),
    },
  },
  'settings in place of those that are there': {
    network: net('H: dense(64) tanh'),
    train: train('epochs 40\n  stop early(patience: 30)'),
    verdict: { name: 'overfitting' },
    repaired: {
      'Stop early and keep the best epoch': train('epochs 40\n  stop early(patience: 3)'),
      'Penalize large weights': train(
        'regularize l2(5e-4)\n  epochs 40\n  stop early(patience: 30)',
      ),
    },
  },
  'settings of the data': {
    network: net('H: dense(64) tanh'),
    train: train('epochs 3'),
    verdict: { name: 'unbalanced_data' },
    repaired: {
      'Balance the classes': data.replace('source', 'transform balance\n  source'),
    },
  },
};

describe('a repair', () => {
  for (const [name, { network, train, verdict, foundRate, repaired }] of Object.entries(cases))
    it(`changes ${name}`, () => {
      const sources = [data, network, train];
      const context = repairContext(analyze(sources, {}), sources, 'Net', foundRate);
      assert.ok(context);
      const repairs = new Map(repairsOf(verdict, context).map((repair) => [repair.title, repair]));
      for (const [title, expected] of Object.entries(repaired)) {
        const repair = repairs.get(title);
        assert.ok(repair, `${title}: there are ${[...repairs.keys()].join('; ')}`);
        const changed = [...sources];
        for (const { location, text } of [...repair.edits].sort(
          (a, b) => b.location.start - a.location.start,
        )) {
          const source = changed[location.cell] ?? '';
          changed[location.cell] =
            source.slice(0, location.start) + text + source.slice(location.end);
        }
        const [only, ...more] = changed.filter((source, i) => source !== sources[i]);
        assert.equal(only, expected);
        assert.deepEqual(more, []);
        const after = analyze(changed, {}).diagnostics.filter(
          ({ severity }) => severity === 'error',
        );
        assert.deepEqual(after, []);
      }
    });
});
