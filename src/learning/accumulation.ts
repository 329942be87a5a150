import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';

export interface Accumulation {
  readonly batches: number;
  /** Scalar: the number of this update, counted from 1; in between a fraction. */
  readonly step: Value;
  /** Scalar: 1 in the step that updates, else 0. */
  readonly due: Value;
  /** What holds after this step: updated when it updates, else the old. */
  choose(updated: Value, old: Value): Value;
  /** What is left of a sum after this step. */
  rest(sum: Value): Value;
}

/** Scalars: how often `count` goes into a number of steps, and 1 where it does so without a rest, else 0. */
export function every(
  graph: GraphBuilder,
  count: number,
  steps: Value,
): Record<'turns' | 'due', Value> {
  const a = new Arithmetic(graph);
  const turns = a.div(steps, count);
  const int32 = 6;
  const whole = a.mask(graph.cast(turns, { to: int32 }));
  return { turns, due: a.equal(whole, turns) };
}

/** Updating once in so many batches, with their mean gradient; undefined for each batch. */
export function accumulation(
  graph: GraphBuilder,
  batches: number,
  step: Value,
): Accumulation | undefined {
  if (batches === 1) return undefined;
  const a = new Arithmetic(graph);
  const { turns, due } = every(graph, batches, step);
  const waiting = a.sub(1, due);
  return {
    batches,
    step: turns,
    due,
    // Products with 0 and 1 are exact, and no provider needs a condition of one number for a tensor.
    choose: (updated, old) => a.add(a.mul(updated, due), a.mul(old, waiting)),
    rest: (sum) => a.mul(sum, waiting),
  };
}
