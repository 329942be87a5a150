import type { Graph } from '../builder';
import type { GraphNode, Value } from '../graph';
import { sameShape } from '../shapes';
import { rewriteGraph } from './rewrite';

/**
 * Computes arithmetic on scalar constants now, and drops what changes nothing: `Identity`, x + 0, x · 1, casts and
 * reshapes to what x is already.
 */
export function foldConstants(graph: Graph): Graph {
  const scalars = new Map<number, Value>();
  for (const constant of graph.constants) {
    const number = scalarOf(constant);
    if (number !== undefined) scalars.set(number, constant);
  }
  const scalar = (number: number): Value => {
    const data = Float32Array.of(number);
    const known = scalars.get(data[0]);
    if (known) return known;
    const value: Value = {
      name: `scalar ${data[0]}`,
      type: { dataType: 'float32', shape: [] },
      data,
    };
    scalars.set(data[0], value);
    return value;
  };
  return rewriteGraph(graph, (node) => neutral(node) ?? folded(node, scalar));
}

function folded(
  { operator, inputs }: GraphNode,
  scalar: (number: number) => Value,
): Value | undefined {
  const numbers = inputs.map(scalarOf).filter((number) => number !== undefined);
  if (!operator.compute || numbers.length < inputs.length) return undefined;
  return scalar(operator.compute(...numbers));
}

/** The input that a node gives back unchanged. */
function neutral({ operator, inputs, outputs }: GraphNode): Value | undefined {
  const [a, b] = inputs;
  const { type } = outputs[0];
  const unchanged = (x: Value | undefined, when: boolean): Value | undefined =>
    when && x && sameShape(x.type.shape, type.shape) && x.type.dataType === type.dataType
      ? x
      : undefined;
  const { keepsElements = false, neutral = {} } = operator;
  const is = (value: Value | undefined, number: number | undefined): boolean =>
    number !== undefined && scalarOf(value) === number;
  return unchanged(a, keepsElements || is(b, neutral.right)) ?? unchanged(b, is(a, neutral.left));
}

function scalarOf(value: Value | undefined): number | undefined {
  if (!(value?.data instanceof Float32Array) || value.type.shape.length > 0) return undefined;
  return value.data[0];
}
