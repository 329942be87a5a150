import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';

/**
 * Standard normal numbers from two tensors of uniform ones in [0, 1), √(−2 ln(1 − u)) · cos 2πw: Box and Muller, *A note on the
 * generation of random normal deviates* (1958). The cosine is a polynomial, since those of graphics processors are coarse.
 */
export function normal(graph: GraphBuilder, u: Value, w: Value): Value {
  const a = new Arithmetic(graph);
  const radius = graph.sqrt(a.mul(a.log(a.sub(1, u)), -2));
  // cos 2πw = 2 sin² π(w − ½) − 1, where the sine is needed between −π/2 and π/2 only.
  const sine = sineOf(a, a.mul(a.sub(w, 0.5), Math.PI));
  return a.mul(radius, a.sub(a.mul(a.square(sine), 2), 1));
}

/** x − x³/3! + x⁵/5! − … to x¹³: to float32's precision for |x| ≤ π/2. */
function sineOf(a: Arithmetic, x: Value): Value {
  const square = a.square(x);
  const factor = [12 * 13, 10 * 11, 8 * 9, 6 * 7, 4 * 5, 2 * 3].reduce<Value | number>(
    (inner, divisor) => a.sub(1, a.mul(square, a.mul(inner, 1 / divisor))),
    1,
  );
  return a.mul(x, factor);
}
