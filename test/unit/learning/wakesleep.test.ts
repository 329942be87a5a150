import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Targets } from '../../../src/learning/entries';
import { wakesleep } from '../../../src/learning/rules/wakesleep';
import { chain, networkOf } from '../network/support';

describe('what wake-sleep with a memory and labels refuses', () => {
  const three: Targets = { kind: 'classes', count: 3 };
  const two = 'A: dense(5) logistic; B: dense(4) logistic; ';
  const cases: readonly (readonly [
    lines: string,
    values: { top: number; labels: boolean },
    says: RegExp | undefined,
    targets?: Targets,
  ])[] = [
    ['output A: dense(5) logistic', { top: 0, labels: false }, undefined],
    ['output A: dense(5) logistic', { top: 1, labels: false }, /`wakesleep\(top: 1\)` needs 2/],
    [`${two}output: dense(3) softmax`, { top: 1, labels: true }, undefined],
    [`${two}output: dense(3) softmax`, { top: 0, labels: true }, /top: 1, labels: true/],
    [`${two}output: dense(3) softmax`, { top: 1, labels: false }, /`logistic` after `output`/],
    [`${two}output: dense(3) logistic`, { top: 1, labels: true }, /dense\(3\) softmax/],
    [
      `${two}output: dense(3, frozen: true) softmax`,
      { top: 1, labels: true },
      /a head that learns/,
    ],
    [
      `${two}output: dense(2) softmax`,
      { top: 1, labels: true },
      /3 classes, .* 2 units; give it 3/,
    ],
    [
      `${two}output: dense(3) softmax`,
      { top: 1, labels: true },
      /need classes/,
      { kind: 'values', count: 3 },
    ],
  ];
  for (const [lines, values, says, targets = three] of cases) {
    it(`${says ? 'refuses' : 'takes'} ${JSON.stringify(values)}, ${targets.kind} in ${lines}`, () => {
      const network = networkOf(chain('x[6]', ...lines.split('; ')));
      const plan = { loss: { name: 'mse', arguments: {} } };
      const found = wakesleep.incompatibilities({ network, plan, targets }, values);
      assert.equal(found.length, says ? 1 : 0, found.join());
      if (says) assert.match(found[0].message, says);
    });
  }
});
