import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { norms } from './statistics';

/** A bound on gradients: on the norm of all of them together, or on each number. */
export interface Clipping {
  readonly by: 'norm' | 'value';
  readonly bound: number;
}

/** Gradients brought within a bound. By norm their direction stays: Pascanu, Mikolov and Bengio (2013). */
export function clipped(
  graph: GraphBuilder,
  gradients: readonly Value[],
  { by, bound }: Clipping,
): readonly Value[] {
  switch (by) {
    case 'value':
      return gradients.map((gradient) => graph.clip(gradient, { min: -bound, max: bound }));
    case 'norm': {
      const a = new Arithmetic(graph);
      const total = graph.reduceL2(norms(graph, gradients), { axes: [0], keepdims: 0 });
      const factor = a.div(bound, a.max(total, bound));
      return gradients.map((gradient) => a.mul(gradient, factor));
    }
  }
}
