import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';

/** The state `offset` as checkpoints name it. */
export const offsetName = 'lead';

/**
 * Exponential moving averages of parameters (Polyak and Juditsky, 1992). The average is the parameter that evaluation,
 * checkpoints and export see; state holds the `offset` of the trained weight from it, which starts at zero.
 */
export interface Averaging {
  /** The weight that is trained. */
  trained(average: Value, offset: Value): Value;
  /** The next average and offset. */
  next(average: Value, trained: Value): { readonly average: Value; readonly offset: Value };
}

/**
 * `updates` is the scalar number of this update, from 1; young averages decay faster: min(decay, (1 + t) / (10 + t)).
 * Where `due` is 0 instead of 1 the average stays.
 */
export function averaging(
  graph: GraphBuilder,
  decay: number,
  updates: Value,
  due: Value | undefined,
): Averaging {
  const a = new Arithmetic(graph);
  const young = a.div(9, a.add(updates, 10));
  const share = a.max(young, 1 - decay);
  const now = due ? a.mul(share, due) : share;
  return {
    trained: (average, offset) => a.add(average, offset),
    next(average, trained) {
      const distance = a.sub(trained, average);
      return {
        average: a.add(average, a.mul(distance, now)),
        offset: a.mul(distance, a.sub(1, now)),
      };
    },
  };
}
