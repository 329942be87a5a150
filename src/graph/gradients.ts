import type { GraphBuilder } from './builder';
import type { GraphNode, Value } from './graph';
import { GradientError, GraphError } from './graphError';
import { formatShape } from '../text/numbers';
import { sumOfProducts } from './sumOfProducts';

/**
 * Reverse-mode differentiation: adds the nodes that compute ∂loss/∂value for each wanted value. Only float32 values
 * on a path from a wanted value to the loss take part; a wanted value on none has no entry. Throws `GraphError` when
 * the loss is not one number, `GradientError` when an operator on a path has no gradient, unless gradients may `end` there.
 */
export function gradients(
  graph: GraphBuilder,
  loss: Value,
  wanted: readonly Value[],
  atGap: 'throw' | 'end' = 'throw',
): Map<Value, Value> {
  const { dataType, shape } = loss.type;
  if (dataType !== 'float32' || shape.some((length) => length !== 1)) {
    const text = `the loss is ${dataType} ${formatShape(shape)}, expected one float32 number`;
    throw new GraphError(loss.producer?.operator.name ?? loss.name, text);
  }
  const one = graph.constant(Float32Array.of(1), shape as number[], `ones${shape.join(',')}`);
  return pullBack(graph, loss, one, wanted, { atGap });
}

/**
 * Adds the nodes that compute ∂⟨adjoint, output⟩/∂value for each wanted value, where the adjoint is a constant of the output's
 * shape: for an output linear in a value, what its transpose makes of the adjoint. What `fixed` values are computed from does not
 * count.
 */
export function pullBack(
  graph: GraphBuilder,
  output: Value,
  adjoint: Value,
  wanted: readonly Value[],
  {
    fixed = [],
    atGap = 'throw',
  }: { readonly fixed?: readonly Value[]; readonly atGap?: 'throw' | 'end' } = {},
): Map<Value, Value> {
  const nodes = ancestors(output, new Set(fixed));
  const active = new Set(wanted.filter(isFloat));
  for (const node of nodes) {
    if (!node.inputs.some((input) => input && active.has(input))) continue;
    for (const value of node.outputs) if (isFloat(value)) active.add(value);
  }
  const found = new Contributions(graph);
  if (active.has(output)) found.add(output, adjoint);
  for (const node of nodes.toReversed()) {
    const origin = { ...node.origin, role: 'gradient' } as const;
    try {
      graph.within(origin, () => propagate(graph, node, active, found));
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      if (atGap === 'throw') throw new GradientError(error, node.origin?.layer);
    }
  }
  return new Map(
    wanted.flatMap((value): [Value, Value][] => {
      const gradient = found.total(value);
      return gradient ? [[value, gradient]] : [];
    }),
  );
}

const isFloat = (value: Value): boolean => value.type.dataType === 'float32';

/** Adds what a node passes back to the gradients of its inputs. */
function propagate(
  graph: GraphBuilder,
  node: GraphNode,
  active: ReadonlySet<Value>,
  found: Contributions,
): void {
  const { operator, outputs, attributes } = node;
  const inputs = node.inputs as readonly Value[];
  const wanted = node.inputs.map((input) => input !== undefined && active.has(input));
  const received = wanted.includes(true) ? outputs.map((output) => found.total(output)) : [];
  if (received.every((gradient) => gradient === undefined)) return;
  if (!operator.gradient) {
    const isGradient = node.origin?.role === 'gradient';
    throw new GraphError(operator.name, `has no ${isGradient ? 'second derivative' : 'gradient'}`);
  }
  const passed = operator.gradient({
    graph,
    inputs,
    outputs,
    attributes,
    gradients: received,
    wanted,
  });
  inputs.forEach((input, index) => {
    if (!wanted[index]) return;
    const gradient = passed[index];
    if (!gradient) throw new GraphError(operator.name, `has no gradient for input ${index}`);
    found.add(input, gradient);
  });
}

/** The nodes a value is computed from, each after those it reads; what `fixed` values are computed from is left out. */
function ancestors(value: Value, fixed: ReadonlySet<Value>): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  const stack: { node: GraphNode; next: number }[] = [];
  const enter = (node: GraphNode | undefined): void => {
    if (!node || seen.has(node)) return;
    seen.add(node);
    stack.push({ node, next: 0 });
  };
  enter(value.producer);
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (top.next < top.node.inputs.length) {
      const input = top.node.inputs[top.next++];
      if (input && !fixed.has(input)) enter(input.producer);
    } else order.push(stack.pop()!.node);
  }
  return order;
}

/** What each value's readers pass back to it, summed when all of them have. */
class Contributions {
  private readonly parts = new Map<Value, Value[]>();

  constructor(private readonly graph: GraphBuilder) {}

  add(value: Value, gradient: Value): void {
    const parts = this.parts.get(value);
    if (parts) parts.push(gradient);
    else this.parts.set(value, [gradient]);
  }

  /** ∂loss/∂value once no reader of the value is left; undefined where it does not reach the loss. */
  total(value: Value): Value | undefined {
    const parts = this.parts.get(value);
    if (!parts) return undefined;
    const { graph } = this;
    const sum = graph.within(parts[0].producer?.origin, () =>
      sumOfProducts(graph, parts).reduce((a, b) => graph.add(a, b)),
    );
    this.parts.set(value, [sum]);
    return sum;
  }
}
