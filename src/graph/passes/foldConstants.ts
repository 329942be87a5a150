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

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Neg: (a) => -a,
};

function folded(node: GraphNode, scalar: (number: number) => Value): Value | undefined {
  const compute = arithmetic[node.operator.name];
  const [a, b = 0] = node.inputs.map(scalarOf);
  if (!compute || a === undefined || node.inputs.some((x) => scalarOf(x) === undefined))
    return undefined;
  return scalar(compute(a, b));
}

/** The input that a node gives back unchanged. */
function neutral({ operator, inputs, outputs }: GraphNode): Value | undefined {
  const [a, b] = inputs;
  const { type } = outputs[0];
  const is = (value: Value | undefined, number: number): boolean => scalarOf(value) === number;
  const unchanged = (x: Value | undefined, when: boolean): Value | undefined =>
    when && x && sameShape(x.type.shape, type.shape) && x.type.dataType === type.dataType
      ? x
      : undefined;
  switch (operator.name) {
    case 'Identity':
    case 'Cast':
    case 'Reshape':
    case 'Expand':
      return unchanged(a, true);
    case 'Add':
      return unchanged(a, is(b, 0)) ?? unchanged(b, is(a, 0));
    case 'Mul':
      return unchanged(a, is(b, 1)) ?? unchanged(b, is(a, 1));
    case 'Sub':
      return unchanged(a, is(b, 0));
    case 'Div':
      return unchanged(a, is(b, 1));
    default:
      return undefined;
  }
}

function scalarOf(value: Value | undefined): number | undefined {
  if (!(value?.data instanceof Float32Array) || value.type.shape.length > 0) return undefined;
  return value.data[0];
}
