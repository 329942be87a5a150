import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';

/**
 * Exponential moving averages of parameters (Polyak and Juditsky, 1992). The average is the parameter that evaluation,
 * checkpoints and export see; state holds its `lead`, by how much the trained weight is ahead, which starts at zero.
 */
export interface Averaging {
  /** The weight that is trained. */
  trained(average: Value, lead: Value): Value;
  /** The next average and lead. */
  next(average: Value, trained: Value): { readonly average: Value; readonly lead: Value };
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
    trained: (average, lead) => a.add(average, lead),
    next(average, trained) {
      const ahead = a.sub(trained, average);
      return {
        average: a.add(average, a.mul(ahead, now)),
        lead: a.mul(ahead, a.sub(1, now)),
      };
    },
  };
}
