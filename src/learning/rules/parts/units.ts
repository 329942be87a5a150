import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';

/** Units that are drawn by chance, as Boltzmann machines have them. */

/** Where random numbers are from: fresh ones under a name. */
export interface Chance {
  uniform(name: string, shape: readonly number[]): Value;
  normal(name: string, shape: readonly number[]): Value;
}

/** What the visible units of a machine are, given the sums they get. */
export interface VisibleUnits {
  mean(graph: GraphBuilder, sums: Value): Value;
  draw(a: Arithmetic, mean: Value, chance: Chance, name: string): Value;
  /** The part of the energy that is theirs alone, summed over the batch. */
  energy(a: Arithmetic, v: Value, bias: Value): Value;
}

export const visibleUnits = {
  bernoulli: {
    mean: (graph, sums) => graph.sigmoid(sums),
    draw: (a, mean, chance, name) => bernoulli(a, mean, chance, name),
    energy: (a, v, bias) => a.neg(a.sum(a.mul(a.sum(v, [0]), bias))),
  },
  gaussian: {
    mean: (_, sums) => sums,
    draw: (a, mean, chance, name) => a.add(mean, chance.normal(name, sizes(mean))),
    energy: (a, v, bias) => a.mul(a.sum(a.square(a.sub(v, bias))), 0.5),
  },
} satisfies Readonly<Record<string, VisibleUnits>>;

/** 1 with these probabilities, else 0. */
export const bernoulli = (a: Arithmetic, probability: Value, chance: Chance, name: string): Value =>
  a.greater(probability, chance.uniform(name, sizes(probability)));

/** Rows with a 1 at one place, drawn by the probabilities of the row, [N, count]. */
export function oneOf(
  graph: GraphBuilder,
  probabilities: Value,
  chance: Chance,
  name: string,
): Value {
  const a = new Arithmetic(graph);
  const [rows, count] = sizes(probabilities);
  const before = graph.cumSum(probabilities, graph.constant(Int32Array.of(1), [], 'axis1'), {
    exclusive: 1,
  });
  // 1 up to the place, whose number has what is before it below and what it adds above.
  const reached = a.atLeast(chance.uniform(name, [rows, 1]), before);
  const shifted = graph.slice(reached, [1], [count], { axes: [1] });
  return a.sub(reached, graph.pad(shifted, [0, 0, 0, 1]));
}

const sizes = ({ type }: Value): readonly number[] => type.shape.map(Number);
