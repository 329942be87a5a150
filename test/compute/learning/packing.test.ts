import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openOn, stepOn } from '../../../src/compute/devices/openStep';
import { HostExecutor } from '../../../src/compute/devices/hostExecutor';
import { createSession, loadRuntime } from '../../../src/compute/devices/runtime';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { StepExecutor } from '../../../src/compute/devices/executor';
import { initialize } from '../../../src/network/initialize';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import { distinct } from '../graph/support';
import { isTraining } from '../../../src/program/verbs/train';

/** A step whose small tensors travel as one vector, against the same with tensors of their own and without passes. */

const stepFor = (optimizer: string, settings = '') => {
  const { actions, diagnostics } = analyze([
    `data d { source digits }`,
    `network Net {
      input image[1, 6, 6]
      conv(4, kernel: 3) relu
      batchnorm
      dense(70) tanh
      output: dense(3) softmax
    }`,
    `train Net on d { optimizer ${optimizer}; ${settings} }`,
  ]);
  const [action] = actions;
  assert.ok(isTraining(action), JSON.stringify(diagnostics));
  const targets = { kind: 'classes', count: 3 } as const;
  const step = buildTrainingStep(action.network, action.plan, { batch: 8, targets });
  return { step, initial: initialize(action.network, 3) };
};

async function trained(executor: StepExecutor) {
  try {
    executor.samples.set(distinct([executor.samples.length], 1));
    for (let i = 0; i < 8; i++) executor.targets[i * 3 + (i % 3)] = 1;
    const losses: number[] = [];
    for (let i = 1; i <= 4; i++) {
      const [[loss]] = await executor.step(0.05, i); // what is told first
      losses.push(loss);
    }
    return { losses, state: await executor.read() };
  } finally {
    await executor.dispose();
  }
}

describe('packed state', () => {
  const plans: readonly (readonly [string, string?])[] = [
    ['sgd(rate: 0.05)'],
    ['sgd(rate: 0.05, momentum: 0.9)', 'regularize l2(0.01)'],
    ['adam(rate: 0.05)', 'clip norm 1.0'],
    ['rprop'],
    ['momentum(rate: 0.05)', 'average ema 0.9; accumulate 2'],
  ];
  for (const [optimizer, settings] of plans) {
    it(`trains like separate tensors: ${[optimizer, settings].filter(Boolean).join('; ')}`, async () => {
      const runtime = await loadRuntime();
      const { step, initial } = stepFor(optimizer, settings);
      assert.ok(stepOn('cpu', step).packs!.length > 0);
      const state = new Map(
        step.state.map(({ key, shape }) => [
          key,
          initial.get(key) ?? new Float32Array(shape.reduce((n, m) => n * m, 1)),
        ]),
      );
      const plain = writeModel(step.graph, { name: 'plain' });
      const session = await createSession(runtime, plain, 'cpu');
      const expected = await trained(new HostExecutor(runtime, 'cpu', session, step, state));
      const actual = await trained(await openOn({ runtime, step, state: initial }, 'cpu'));
      assert.deepEqual([...actual.state.keys()], [...expected.state.keys()]);
      actual.losses.forEach((loss, i) => assert.ok(Math.abs(loss - expected.losses[i]) < 1e-5));
      for (const [key, { shape, data }] of actual.state) {
        assert.deepEqual(shape, expected.state.get(key)!.shape);
        data.forEach((x, i) => {
          const y = expected.state.get(key)!.data[i];
          assert.ok(Math.abs(x - y) <= 1e-4 * Math.max(1, Math.abs(y)), `${key}[${i}] ${x} ${y}`);
        });
      }
    });
  }

  it('leaves a device that keeps its state alone', () => {
    const { step } = stepFor('sgd');
    assert.equal(stepOn('webgpu', step), step);
  });
});
