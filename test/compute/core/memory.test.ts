import assert from 'node:assert/strict';
import { stateNames } from '../../../src/learning/update';
import { trainingMemory } from '../../../src/network/size';
import { analyze } from '../../../src/program/analyze';
import { isTraining } from '../../../src/program/verbs/train';

describe('memory that a training will need', () => {
  const gigabytes = (optimizer: string): number => {
    const [action] = analyze([
      'data digits {\n  source digits(train: 100, test: 100)\n  batch 32\n}',
      'network Net {\n  input image[1, 28, 28]\n  dense(5000) relu\n  dense(5000) relu\n  output: dense(10) softmax\n}',
      `train Net on digits {\n  optimizer ${optimizer}\n}`,
    ]).actions;
    assert.ok(isTraining(action));
    return trainingMemory(action.network, 32, stateNames(action.plan).length) / 1e9;
  };
  // Peak resident memory of the core, without the 0.15 GB of a small network.
  const measured: readonly [string, number][] = [
    ['sgd', 1.24],
    ['sgd(momentum: 0.9)', 1.45],
    ['adam', 2.11],
  ];
  for (const [optimizer, peak] of measured)
    it(`is foreseen within a fifth with ${optimizer}`, () => {
      const foreseen = gigabytes(optimizer);
      assert.ok(Math.abs(foreseen / peak - 1) < 0.2, `${foreseen} GB, measured ${peak} GB`);
    });
});
