import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Targets } from '../../../src/learning/entries';
import { incompatibilities, givesAnswers, readsUnitInterval } from '../../../src/learning/rules';
import { rules } from '../../../src/learning/rules/rules';
import { chain, networkOf } from '../network/support';

const classes: Targets = { kind: 'classes', count: 10 };
const loss = { name: 'mse', arguments: {} };

const objections = (
  rule: Parameters<typeof rules.call>,
  lines: readonly string[],
  targets: Targets = classes,
): string => {
  const network = networkOf(chain('x[1, 8, 8]', ...lines));
  const plan = { rule: rules.call(...rule), loss };
  return incompatibilities({ network, plan, targets })
    .map(({ message }) => message)
    .join();
};

const H = 'H: dense(5) logistic';
const labelled = ['cd', { labels: true }] as const;

describe('rules for Boltzmann machines', () => {
  for (const layer of ['dense(5)', 'conv(5, kernel: 3)', 'local(5, kernel: 3, stride: 2)'])
    it(`train ${layer}`, () => {
      for (const rule of ['cd', 'pcd'])
        assert.equal(objections([rule], [`output: ${layer} logistic`]), '');
    });

  const refused: readonly (readonly [
    what: string,
    lines: readonly string[],
    expected: RegExp,
    targets?: Targets,
  ])[] = [
    ['no head', ['output H: dense(5) logistic'], /end the network with .*`output dense\(10\)/],
    ['a frozen head', [H, 'output: dense(10, frozen: true) softmax'], /only `H` learns/],
    ['another head', [H, 'output: dense(10) logistic'], /head with `softmax`/],
    [
      'maps as a head',
      ['H: conv(5, kernel: 3) logistic', 'output: conv(10, kernel: 6) softmax'],
      /from a `dense` head/,
    ],
    [
      'something between',
      [H, 'dropout', 'output: dense(10) softmax'],
      /head that reads `H` itself/,
    ],
    ['a deep network', ['A: dense(6) logistic', H, 'output O: dense(10) softmax'], /layers H, O/],
    [
      'hidden units of another kind',
      ['H: dense(5) tanh', 'output: dense(10) softmax'],
      /needs `logistic` after `H`, not `tanh`/,
    ],
    [
      'fewer classes',
      [H, 'output: dense(7) softmax'],
      /10 classes, but `output` has 7 units; give it 10/,
    ],
    [
      'values',
      [H, 'output: dense(10) softmax'],
      /targets are values; leave `labels` out/,
      { kind: 'values', count: 10 },
    ],
  ];
  for (const [what, lines, expected, targets] of refused)
    it(`refuse label units with ${what}`, () => {
      assert.match(objections([...labelled], lines, targets), expected);
    });

  it('take a head that fits, and answer with it', () => {
    assert.equal(objections([...labelled], [H, 'output: dense(10) softmax']), '');
    assert.equal(givesAnswers({ rule: rules.call(...labelled), loss }), true);
    assert.equal(givesAnswers({ rule: rules.call('cd'), loss }), false);
  });

  it('expect inputs from 0 to 1 for units that are on or off', () => {
    const network = networkOf(chain('x[8]', 'output H: dense(5) logistic'));
    const reads = (visible: string) =>
      readsUnitInterval(network, { rule: rules.call('cd', { visible }), loss });
    assert.deepEqual([reads('bernoulli'), reads('gaussian')], [true, false]);
  });
});
