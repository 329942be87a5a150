import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Arithmetic } from '../../../src/graph/arithmetic';
import type { Value } from '../../../src/graph/graph';
import { LearningError } from '../../../src/learning/learningError';
import { losses } from '../../../src/learning/losses';
import { optimizers } from '../../../src/learning/optimizers';
import { schedules } from '../../../src/learning/schedules';
import { StepBuilder } from '../../../src/learning/stepBuilder';
import { chain, networkOf } from '../network/support';

/** What a rule meets that wants the gradient of ‖∂E/∂w‖², w being the weights of the first layer that has some. */
function differentiatedTwice(...lines: readonly string[]): void {
  const network = networkOf(chain(...(lines as [string, ...string[]])));
  const plan = {
    ...{ network: 'Net', data: 'data', epochs: 1, seed: 1 },
    ...{ loss: losses.call('mse'), optimizer: optimizers.call('sgd') },
    schedule: schedules.call('constant'),
    location: { cell: 0, start: 0, end: 0 },
  };
  const step = new StepBuilder(network, plan, { batch: 2, targets: { kind: 'values', count: 3 } });
  const { outputs, parameters } = step.forward(true);
  const a = new Arithmetic(step.graph);
  const weight = [...parameters.values()][0];
  const length = (x: Value) => a.sum(a.square(x));
  const first = step.gradients(length(outputs[0].output), [weight]).get(weight)!;
  assert.ok(step.gradients(length(first), [weight]).get(weight));
}

describe('second derivatives', () => {
  it('pass layers of differentiable operators', () => {
    differentiatedTwice('x[4]', 'dense(5) tanh', 'output: dense(3)');
    differentiatedTwice('x[1, 6, 6]', 'conv(2, kernel: 3) logistic', 'output: dense(3)');
  });

  const gaps: readonly (readonly [layer: string, lines: readonly string[]])[] = [
    ['P', ['x[1, 6, 6]', 'conv(2, kernel: 3)', 'P: max_pool(2)', 'output: dense(3)']],
    ['E', ['x[4]', 'E: embedding(2, vocabulary: 7)', 'dense(3) tanh', 'output: dense(3)']],
  ];
  for (const [layer, lines] of gaps) {
    it(`end at the layer \`${lines.find((line) => line.startsWith(layer))}\`, which is said`, () => {
      assert.throws(
        () => differentiatedTwice(...lines),
        (error) => {
          assert.ok(error instanceof LearningError, String(error));
          assert.deepEqual([error.code, error.layer?.id], ['no-gradient', layer]);
          assert.match(
            error.message,
            /cannot be trained through layer `.`: .* has no second derivative/,
          );
          return true;
        },
      );
    });
  }
});
