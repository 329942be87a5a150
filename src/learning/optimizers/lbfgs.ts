import type { Value } from '../../graph/graph';
import { Arithmetic } from '../../graph/arithmetic';
import { integer, number } from '../../language/parameters';
import { defineOptimizer, type ParameterUpdate } from '../entries';

/** A vector over all parameters, in their pieces. */
type Vector = readonly Value[];

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

export const lbfgs = defineOptimizer({
  name: 'lbfgs',
  synonyms: ['l_bfgs', 'bfgs', 'quasi_newton'],
  summary:
    'Quasi-Newton steps from the last moves and gradients; for small networks and full-batch training.',
  details:
    'The two-loop recursion over `history` pairs of moves and changes of the gradient; pairs without positive curvature are left out. A step is the rate times the direction, without a line search; the first one is no longer than $1 / \\lVert g \\rVert_1$ times it. Liu and Nocedal, *On the Limited Memory BFGS Method* (1989).',
  parameters: {
    rate: number('Fraction of each quasi-Newton step that is taken.', { above: 0, default: 0.5 }),
    history: integer('Number of pairs remembered.', { minimum: 1, maximum: 50, default: 5 }),
  },
  example: 'optimizer lbfgs(rate: 0.5)',
  state: ({ history }) => [
    'gradient',
    'move',
    ...numbered('moves', history),
    ...numbered('changes', history),
  ],
  build({ graph, rate, step, parameters, arguments: { history } }) {
    const a = new Arithmetic(graph);
    const total = (values: readonly Value[]) => values.reduce((sum, value) => a.add(sum, value));
    const dot = (x: Vector, y: Vector) => total(x.map((piece, i) => a.sum(a.mul(piece, y[i]))));
    /** x + factor · y */
    const plus = (x: Vector, factor: Value, y: Vector): Vector =>
      x.map((piece, i) => a.add(piece, a.mul(factor, y[i])));
    /** `yes` where the flag is 1, `no` where it is 0. */
    const choose = (flag: Value, yes: Value, no: Value) =>
      a.add(a.mul(flag, yes), a.mul(a.sub(1, flag), no));
    const stateOf = (name: string): Vector => parameters.map(({ state }) => state[name]);

    const gradient: Vector = parameters.map((parameter) => parameter.gradient);
    const change = gradient.map((g, i) => a.sub(g, stateOf('gradient')[i]));
    const curved = a.greater(dot(change, stateOf('move')), 1e-10);
    // Oldest first; a pair with positive curvature pushes the oldest one out.
    const pushed = (name: string, newest: Vector): readonly Vector[] => {
      const kept = numbered(name, history).map(stateOf);
      return kept.map((old, k) => {
        const next = kept[k + 1] ?? newest;
        return old.map((piece, i) => choose(curved, next[i], piece));
      });
    };
    const moves = pushed('moves', stateOf('move'));
    const changes = pushed('changes', change);
    const curvatures = moves.map((move, k) => dot(move, changes[k]));
    const inverses = curvatures.map((c) => a.div(a.greater(c, 0), a.max(c, 1e-30)));

    let direction: Vector = gradient.map((piece) => a.neg(piece));
    const shares: Value[] = [];
    for (let k = history - 1; k >= 0; k--) {
      shares[k] = a.mul(inverses[k], dot(moves[k], direction));
      direction = plus(direction, a.neg(shares[k]), changes[k]);
    }
    const newest = history - 1;
    const scale = a.div(curvatures[newest], a.max(dot(changes[newest], changes[newest]), 1e-30));
    const known = a.greater(curvatures[newest], 0);
    const size = choose(known, scale, graph.scalar(1));
    direction = direction.map((piece) => a.mul(size, piece));
    for (let k = 0; k < history; k++) {
      const share = a.mul(inverses[k], dot(changes[k], direction));
      direction = plus(direction, a.sub(shares[k], share), moves[k]);
    }
    const norm = total(gradient.map((piece) => a.sum(graph.abs(piece))));
    const cautious = graph.min([a.div(1, a.max(norm, 1e-30)), 1]);
    const length = a.mul(rate, choose(a.equal(step, 1), cautious, graph.scalar(1)));

    return (parameter: ParameterUpdate) => {
      const i = parameters.indexOf(parameter);
      const move = a.mul(length, direction[i]);
      const renamed = (name: string, vectors: readonly Vector[]) =>
        numbered(name, history).map((key, k) => [key, vectors[k][i]] as const);
      return {
        weight: a.add(parameter.weight, move),
        state: {
          gradient: parameter.gradient,
          move,
          ...Object.fromEntries([...renamed('moves', moves), ...renamed('changes', changes)]),
        },
      };
    };
  },
});
