import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { editDistance, symbolsOf } from '../../../src/learning/decoding/symbols';
import {
  learnTransitions,
  viterbi,
  type TransitionModel,
} from '../../../src/learning/decoding/viterbi';
import { Random } from '../../../src/random/random';

const near = (actual: number, expected: number, what: string): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, expected ${expected}`);

/** All sequences of `steps` classes. */
function* paths(classes: number, steps: number): Generator<number[]> {
  if (steps === 0) yield [];
  else
    for (const path of paths(classes, steps - 1))
      for (let k = 0; k < classes; k++) yield [...path, k];
}

/** What a path is worth, by its runs; −∞ where one but the last is too short. */
function worth(path: readonly number[], probabilities: readonly number[], model: TransitionModel) {
  const classes = model.prior.length;
  let score = 0;
  let length = 0;
  path.forEach((k, t) => {
    score += Math.log(probabilities[t * classes + k]) - model.prior[k];
    length++;
    const following = path[t + 1];
    if (following === k) return;
    score += Math.max(0, length - model.shortest[k]) * model.stay[k];
    if (following !== undefined) {
      if (length < model.shortest[k]) score = -Infinity;
      score += model.leave[k] + model.next[k][following];
    }
    length = 0;
  });
  return score;
}

describe('viterbi', () => {
  const classes = 3;
  const training = [
    [0, 0, 1, 1, 1, 2, 0, 0, 0, 2, 2, 1],
    [2, 1, 1, 1, 0, 0, 2, 2, 2, 0],
  ];
  const model = learnTransitions(training, classes);

  it('finds what the enumeration of all paths finds', () => {
    assert.deepEqual(model.shortest, [2, 3, 1]);
    for (let steps = 1; steps <= 7; steps++)
      for (let seed = 0; seed < 5; seed++) {
        const random = new Random(seed, 'viterbi', steps);
        const probabilities = Array.from({ length: steps }, () => {
          const row = Array.from({ length: classes }, () => random.uniform() ** 2 + 1e-3);
          const sum = row.reduce((a, b) => a + b);
          return row.map((value) => value / sum);
        }).flat();
        const all = [...paths(classes, steps)].map((path) => worth(path, probabilities, model));
        const found = worth([...viterbi(probabilities, model)], probabilities, model);
        near(found, Math.max(...all), `${steps} steps, seed ${seed}`);
      }
  });

  it('bridges a step that one class alone cannot explain', () => {
    const likely = [
      [0.9, 0.05, 0.05],
      [0.295, 0.7, 0.005],
      [0.05, 0.05, 0.9],
    ];
    const probabilities = [0, 0, 0, 1, 0, 0, 2, 2].flatMap((k) => likely[k]);
    assert.deepEqual([...viterbi(probabilities, model)], [0, 0, 0, 0, 0, 0, 2, 2]);
  });

  it('of no steps are no classes', () => assert.equal(viterbi([], model).length, 0));
});

describe('transitions', () => {
  it('are counted; staying and leaving once more than they were seen', () => {
    const { prior, shortest, stay, leave, next } = learnTransitions([[0, 1, 1, 1, 0, 0, 1]], 2);
    [3 / 7, 4 / 7].forEach((p, k) => near(prior[k], Math.log(p), `prior ${k}`));
    assert.deepEqual(shortest, [2, 3]);
    // Of class 0 two runs, none longer than 2 steps; of class 1 two runs, none longer than 3.
    near(stay[0], Math.log(1 / 4), 'stay');
    near(leave[0], Math.log(3 / 4), 'leave');
    near(next[0][1], 0, 'the only other class');
    assert.equal(next[0][0], -Infinity);
  });

  /** Three runs of class 0, two of 1, one of 2, none of 3. */
  const few = learnTransitions([[0, 1, 0, 2, 0, 1]], 4);

  it('that were not seen have a share that grows with the classes that were, as by Witten and Bell', () => {
    const expected = [
      // From 0 to 1 twice, to 2 once: 2 of 3 + 2 are shared out, 2 to 1, between classes 1 and 2.
      [0, (2 + (2 * 2) / 3) / 5, (1 + (2 * 1) / 3) / 5, 0],
      // From 1 to 0 once: 1 of 1 + 1 is shared out, 3 to 1, between classes 0 and 2.
      [(1 + 3 / 4) / 2, 0, 1 / 4 / 2, 0],
      [(1 + 3 / 5) / 2, 2 / 5 / 2, 0, 0],
      // From 3 nothing was seen: all is shared out.
      [3 / 6, 2 / 6, 1 / 6, 0],
    ];
    expected.forEach((row, from) =>
      row.forEach((p, to) => near(Math.exp(few.next[from][to]), p, `from ${from} to ${to}`)),
    );
  });

  it('lead to no class that was never seen, however probable it is', () => {
    const probabilities = [0, 1, 0, 2].flatMap((k) =>
      [0, 1, 2, 3].map((each) => (each === 3 ? 0.6 : each === k ? 0.3 : 0.05)),
    );
    assert.deepEqual([...viterbi(probabilities, few)], [0, 1, 0, 2]);
    const one = learnTransitions([[2, 2]], 4);
    assert.deepEqual([...viterbi(probabilities, one)], [2, 2, 2, 2]);
  });
});

describe('symbols', () => {
  it('are runs, but for those that are ignored', () => {
    assert.deepEqual(symbolsOf([9, 1, 1, 9, 1, 2, 2, 9], 9), [1, 1, 2]);
    assert.deepEqual(symbolsOf([9, 1, 1, 9]), [9, 1, 9]);
    assert.deepEqual(symbolsOf([]), []);
  });

  /** By its definition, all ways tried. */
  const distance = (a: readonly number[], b: readonly number[]): number => {
    if (a.length === 0 || b.length === 0) return a.length + b.length;
    const [[first, ...restA], [other, ...restB]] = [a, b];
    return Math.min(
      distance(restA, restB) + (first === other ? 0 : 1),
      distance(restA, b) + 1,
      distance(a, restB) + 1,
    );
  };

  it('are as far apart as the fewest edits', () => {
    const symbols = fc.array(fc.nat(2), { maxLength: 5 });
    fc.assert(
      fc.property(symbols, symbols, (a, b) => assert.equal(editDistance(a, b), distance(a, b))),
    );
  });
});
