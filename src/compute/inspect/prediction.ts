import type { Target } from '../../data/dataset';
import { forBoth, isOneOfTwo, levelsOf } from '../../learning/losses/heads';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';
import { round } from '../wire/round';

/** What the main head has given for the first sample, or for one of its steps, by the names of the targets. */
export function valuesByName(
  { outputs: [head] }: Network,
  { names, kind, steps }: Target,
  given: Float32Array,
  step = 0,
): { name: string; value: number }[] {
  const units = steps === undefined ? elements(head.shape) : head.shape.at(-1)!;
  const first = given.subarray(step * units);
  const isOne = isOneOfTwo({ kind, count: names.length }, units);
  const values = isOne ? forBoth(levelsOf(head), first[0]) : first;
  return names.map((name, i) => ({ name, value: round(values[i] ?? 0, 6) }));
}
