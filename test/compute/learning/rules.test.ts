import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openOn } from '../../../src/compute/devices/openStep';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import { rules } from '../../../src/learning/rules/rules';
import { ruleCases } from './rules';
import { fillRule, stepOfRule } from './rules/case';

const steps = 10;
const tolerance = 1e-5;

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++) {
    const scale = Math.max(1, Math.abs(expected[i]));
    const distance = Math.abs(actual[i] - expected[i]);
    assert.ok(
      distance <= tolerance * scale,
      `${what}[${i}]: ${actual[i]}, expected ${expected[i]}`,
    );
  }
}

describe('learning rules against plain loops in float64, ten steps', () => {
  /** Compared with PyTorch instead, made of other rules, and made of a pass. */
  const elsewhere = new Set(['backprop', 'layerwise', 'zca', 'ridge']);

  it('has a case of every rule', () => {
    const names = new Set(Object.values(ruleCases).map(({ plan }) => plan.rule!.name));
    const missing = [...rules].filter(({ name }) => !names.has(name) && !elsewhere.has(name));
    assert.deepEqual(missing, []);
  });

  for (const [name, test] of Object.entries(ruleCases)) {
    it(name, async () => {
      const { step, state } = stepOfRule(test);
      const executor = await openOn({ runtime: await loadRuntime(), step, state }, 'cpu');
      try {
        const started = [...(await executor.read())].map(
          ([key, { data }]) => [key, Float64Array.from(data)] as const,
        );
        const expected = new Map(started);
        for (let done = 1; done <= steps; done++) {
          fillRule(test, executor, done);
          const { samples, targets } = executor;
          const uniform = (input: string) => executor.random.get(input)!;
          const told = await executor.step(0.3, done);
          const wanted = test.step(expected, { samples, targets, uniform }, 0.3);
          for (const [measure, value] of Object.entries(wanted)) {
            const at = step.measures.findIndex((each) => each.name === measure);
            const { divisor = 1 } = step.measures[at];
            assertNear([told[at][0] / divisor], [value], `${measure} of step ${done}`);
          }
        }
        const found = await executor.read();
        for (const { key, kind } of step.state)
          if (kind === 'parameter') assertNear(found.get(key)!.data, expected.get(key)!, key);
      } finally {
        await executor.dispose();
      }
    });
  }
});
