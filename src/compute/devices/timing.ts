import type { StepExecutor } from './executor';
import { round } from '../training/pace';

/** Milliseconds of trying, and runs, at most. */
const patience = 1000;
const trials = 5;

export interface Timing {
  /** What a step takes: the quickest of a few, after one that does not count. */
  readonly milliseconds: number;
  /** Loss and gradient magnitudes of the first step. */
  readonly loss: number;
  readonly gradients: readonly number[];
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
  const [{ loss, gradients }] = await executor.run(rates, 1);
  const first = { loss, gradients: [...gradients] };
  let best = Infinity;
  const end = performance.now() + patience;
  for (let i = 0; i < trials && performance.now() < end; i++) {
    const start = performance.now();
    await executor.run(rates, 1);
    best = Math.min(best, (performance.now() - start) / slots.length);
  }
  return { milliseconds: round(best, 3), ...first };
}

/** How much a device's numbers may differ from the CPU's: far more than rounding, far less than a wrong kernel. */
const tolerance = 0.02;

/** In which way two devices disagree about a step; undefined when they do not. */
export function disagreement(found: Timing, expected: Timing): string | undefined {
  const differ = (a: number, b: number, scale = Math.abs(b)) =>
    Number.isFinite(b) && !(Math.abs(a - b) <= tolerance * scale + 1e-4);
  if (differ(found.loss, expected.loss))
    return `It computes the loss ${found.loss}, the CPU ${expected.loss}.`;
  const scale = Math.max(0, ...expected.gradients.map(Math.abs));
  const wrong = expected.gradients.findIndex((norm, i) => differ(found.gradients[i], norm, scale));
  return wrong < 0
    ? undefined
    : `It computes gradients of ${found.gradients[wrong]}, the CPU ${expected.gradients[wrong]}.`;
}
