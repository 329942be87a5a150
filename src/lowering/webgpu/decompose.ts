import type { Graph } from '../../graph/builder';
import type { Attributes, GraphNode, Value } from '../../graph/graph';
import { Arithmetic } from '../../graph/arithmetic';
import { numberOf } from '../../graph/attributes';
import { channelMean } from '../../graph/operators/normalization';
import { selu } from '../../graph/operators/unary';
import { expandLike, sliceAxis } from '../../graph/layout';
import { normalizeAxis, sameShape } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';
import { splitConvolution, spreadConvolution } from './convolutionForms';

/** An operator written with simpler ones; undefined where it can stay. */
type Decomposition = (
  a: Arithmetic,
  inputs: readonly Value[],
  attributes: Attributes,
  node: GraphNode,
) => Value | readonly Value[] | undefined;

/** Storage buffers every WebGPU device allows in a shader. */
const mostBuffers = 8;

const decompositions: Readonly<Record<string, Decomposition>> = {
  Sign: (a, [x]) => a.sub(a.greater(x, 0), a.greater(a.neg(x), 0)),
  Or: (a, [p, q]) => either(a, p, q, 'Greater'),
  Xor: (a, [p, q]) => either(a, p, q, 'Equal'),
  LogSoftmax: (a, [x], attributes) => {
    const axis = numberOf(attributes, 'axis', -1);
    const greatest = a.graph.reduceMax(x, { axes: [axis], keepdims: 1 });
    const shifted = a.sub(x, greatest);
    return a.sub(shifted, a.log(a.sum(a.exp(shifted), [axis], true)));
  },
  Selu: (a, [x], attributes) => {
    const alpha = numberOf(attributes, 'alpha', selu.alpha);
    return a.mul(a.graph.elu(x, { alpha }), numberOf(attributes, 'gamma', selu.gamma));
  },
  LRN: (a, [x], attributes) => {
    const energy = channelMean(a, a.square(x), numberOf(attributes, 'size', 1));
    const base = a.add(
      a.mul(energy, numberOf(attributes, 'alpha', 1e-4)),
      numberOf(attributes, 'bias', 1),
    );
    return a.mul(x, a.pow(base, -numberOf(attributes, 'beta', 0.75)));
  },
  // Fails when both operands have to be repeated, or one of them is not a scalar.
  Pow: ({ graph }, [x, power]) => {
    if (power.type.shape.length === 0 || sameShape(x.type.shape, power.type.shape))
      return undefined;
    const like = graph.add(x, power);
    return graph.pow(expandLike(graph, x, like), expandLike(graph, power, like));
  },
  // Each output is a buffer, and a shader may have only so many.
  Split: ({ graph }, [x], attributes, { outputs }) => {
    if (outputs.length < mostBuffers) return undefined;
    const axis = normalizeAxis('Split', numberOf(attributes, 'axis', 0), x.type.shape.length);
    let start = 0;
    return outputs.map(({ type }) => {
      const length = type.shape[axis] as number;
      start += length;
      return sliceAxis(graph, x, axis, start - length, length);
    });
  },
  // Over three axes there is no transposed one, and none in groups.
  Conv: ({ graph }, inputs, attributes) => {
    const grouped = numberOf(attributes, 'group', 1) > 1 && inputs[0].type.shape.length > 4;
    return grouped ? splitConvolution(graph, inputs, attributes) : undefined;
  },
  ConvTranspose: ({ graph }, inputs, attributes) =>
    inputs[0].type.shape.length > 4 ? spreadConvolution(graph, inputs, attributes) : undefined,
};

/** At least one of two conditions, or exactly one, from how many hold. */
function either(a: Arithmetic, p: Value, q: Value, test: 'Greater' | 'Equal'): Value {
  const holding = a.add(a.mask(p), a.mask(q));
  return a.graph.apply(test, [holding, a.graph.scalar(test === 'Greater' ? 0 : 1)]);
}

/** Operators that ONNX Runtime's WebGPU provider lacks, in some or all forms, and `decompose` can write with others. */
export const decomposable: readonly string[] = Object.keys(decompositions);

/**
 * Replaces operators by simpler ones, by default all it can: for a provider without them, where each would cost a
 * trip to the CPU and back.
 */
export function decompose(graph: Graph, operators: readonly string[] = decomposable): Graph {
  if (!graph.nodes.some((node) => operators.includes(node.operator.name))) return graph;
  return rebuildGraph(graph, (builder, node, inputs) => {
    const { operator, attributes } = node;
    const decomposition = operators.includes(operator.name)
      ? decompositions[operator.name]
      : undefined;
    const simpler = decomposition?.(new Arithmetic(builder), inputs as Value[], attributes, node);
    return simpler && 'name' in simpler ? [simpler] : simpler;
  });
}
