import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { TrainPlan } from '../../../src/learning/plan';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { BoundCall } from '../../../src/language/vocabulary';
import { networkOf } from '../../unit/network/support';
import { call, plan, train, watchedIn, type Batch } from './support';

/** Written by `test/fixtures/makeSteps.py`. */
interface Fixture {
  readonly name: string;
  readonly network: string;
  readonly batch: number;
  readonly normalization: { readonly mean: number[]; readonly scale: number[] };
  readonly loss: BoundCall;
  readonly optimizer: BoundCall;
  readonly l2: number;
  readonly plan: Pick<TrainPlan, 'clip' | 'maxNorm' | 'average' | 'accumulate'>;
  readonly batches: readonly Batch[];
  readonly initial: Readonly<Record<string, number[]>>;
  readonly losses: readonly number[];
  readonly firstGradients: Readonly<Record<string, number>>;
  readonly final: Readonly<Record<string, number[]>>;
}

const file = join(process.cwd(), 'test', 'fixtures', 'steps.json');
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as readonly Fixture[];

const tolerance = 1e-5;
/** Gradients below this are rounding alone: a bias in front of a batch normalization has none. */
const floor = 1e-6;

const close = (found: number, expected: number, what: string) =>
  assert.ok(
    Math.abs(found - expected) <= tolerance * Math.abs(expected) + floor,
    `${what}: ${found}, PyTorch ${expected}`,
  );

describe('training steps', () => {
  for (const fixture of fixtures) {
    it(`are PyTorch’s: ${fixture.name}`, async () => {
      const { batch, normalization, loss, optimizer, l2, losses } = fixture;
      const step = buildTrainingStep(
        networkOf(fixture.network),
        plan({
          loss,
          optimizer,
          ...(l2 > 0 && { regularize: call('l2', { lambda: l2 }) }),
          ...fixture.plan,
        }),
        { batch, normalization, targets: { kind: 'classes', count: 3 } },
      );
      const state = new Map(
        Object.entries(fixture.initial).map(([key, values]) => [key, Float32Array.from(values)]),
      );
      const batches = losses.map((_, i) => fixture.batches[i % fixture.batches.length]);
      const results = await train(step, state, batches, optimizer.arguments.rate as number);

      results.forEach((result, i) => close(result.loss, losses[i], `loss of step ${i + 1}`));
      assert.deepEqual(watchedIn(step).toSorted(), Object.keys(fixture.firstGradients).sort());
      watchedIn(step).forEach((key, i) =>
        close(results[0].gradients[i], fixture.firstGradients[key], `‖∂E/∂${key}‖`),
      );
      for (const [key, expected] of Object.entries(fixture.final)) {
        const found = state.get(key)!;
        assert.equal(found.length, expected.length, key);
        const scale = Math.max(...expected.map(Math.abs));
        const difference = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
        assert.ok(difference <= tolerance * scale, `${key} is off by ${difference} of ${scale}`);
      }
    });
  }
});
