import type { Measure } from '../../learning/measures/measure';
import type { StepExecutor } from '../devices/executor';
import { round } from '../wire/round';

/** Milliseconds of trying, and runs, at most. */
const patience = 1000;
const trials = 5;

export interface Timing {
  /** What a step takes: the quickest of a few, after one that does not count. */
  readonly milliseconds: number;
  /** What the first step told: the numbers of each measure. */
  readonly values: readonly (readonly number[])[];
}

/** Runs a step on the batch in the executor's first slot, at the rate 0. */
export async function timeStep(executor: StepExecutor): Promise<Timing> {
  const { slots } = executor;
  for (const { samples, targets, random } of slots.slice(1)) {
    samples.set(slots[0].samples);
    targets.set(slots[0].targets);
    for (const [name, numbers] of random) numbers.set(slots[0].random.get(name)!);
  }
  const rates = slots.map(() => 0);
  const [told] = await executor.run(rates, 1);
  const values = told.map((numbers) => [...numbers]);
  let best = Infinity;
  const end = performance.now() + patience;
  for (let i = 0; i < trials && performance.now() < end; i++) {
    const start = performance.now();
    await executor.run(rates, 1);
    best = Math.min(best, (performance.now() - start) / slots.length);
  }
  return { milliseconds: round(best, 3), values };
}

/** How much a device's numbers may differ from the CPU's: far more than rounding, far less than a wrong kernel. */
const tolerance = 0.02;

/** In which way a device disagrees with the CPU about a step; undefined when it does not. */
export function disagreement(
  measures: readonly Pick<Measure, 'name' | 'discrete'>[],
  found: Pick<Timing, 'values'>,
  expected: Pick<Timing, 'values'>,
): string | undefined {
  for (const [m, { name, discrete }] of measures.entries()) {
    if (discrete) continue;
    const numbers = expected.values[m];
    const scale = Math.max(0, ...numbers.map(Math.abs).filter(Number.isFinite));
    const wrong = numbers.findIndex((number, i) => differ(found.values[m][i], number, scale));
    if (wrong >= 0)
      return `Its ${name} is ${found.values[m][wrong]}; the CPU computes ${numbers[wrong]}.`;
  }
  return undefined;
}

const differ = (found: number, expected: number, scale: number): boolean =>
  Number.isFinite(expected) && !(Math.abs(found - expected) <= tolerance * scale + 1e-4);
