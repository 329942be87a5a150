import type { GraphProto, NodeProto, TensorProto } from '../onnx_pb';
import { readTensor, writeTensor } from '../tensors';

/**
 * Multiplies the scale of each `BatchNormalization` that alone reads a convolution or dense layer into its weights, in place: in
 * integers the two are one (Jacob et al. 2018, section 3.2).
 */
export function foldBatchNormalization(graph: GraphProto): void {
  const stored = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const numbers = (name: string) => readTensor(stored.get(name)!).data as Float32Array;
  for (const norm of graph.node.filter(({ opType }) => opType === 'BatchNormalization')) {
    const maker = graph.node.find(({ output }) => output[0] === norm.input[0]);
    if (!maker || !isFoldable(graph, maker, norm, stored)) continue;
    const [scale, shift, mean, variance] = norm.input.slice(1).map(numbers);
    const epsilon = norm.attribute.find(({ name }) => name === 'epsilon')?.f ?? 1e-5;
    const factor = scale.map((value, i) => value / Math.sqrt(variance[i] + epsilon));
    const weight = stored.get(maker.input[1])!;
    const { data, shape } = readTensor(weight);
    const perUnit = data.length / factor.length;
    const scaled = (data as Float32Array).map((w, i) => w * factor[Math.floor(i / perUnit)]);
    const before = maker.input[2] ? numbers(maker.input[2]) : new Float32Array(factor.length);
    const bias = before.map((value, i) => (value - mean[i]) * factor[i] + shift[i]);
    const biasName = maker.input[2] || `${maker.name}/bias`;
    replace(graph, writeTensor(weight.name, scaled, shape));
    replace(graph, writeTensor(biasName, bias, [bias.length]));
    maker.input = [maker.input[0], maker.input[1], biasName];
    maker.output = [norm.output[0]];
    graph.node = graph.node.filter((node) => node !== norm);
    for (const tensor of graph.initializer) stored.set(tensor.name, tensor);
  }
  const read = new Set(graph.node.flatMap(({ input }) => input));
  graph.initializer = graph.initializer.filter(({ name }) => read.has(name));
}

/** Whether the weights of a maker have the units of a normalization on their first axis, and nothing else reads either. */
function isFoldable(
  graph: GraphProto,
  maker: NodeProto,
  norm: NodeProto,
  stored: ReadonlyMap<string, TensorProto>,
): boolean {
  const transposed = maker.attribute.some(({ name, i }) => name === 'transB' && i === 1n);
  if (maker.opType !== 'Conv' && !(maker.opType === 'Gemm' && transposed)) return false;
  const given = maker.output[0];
  const readers = (name: string) => graph.node.filter(({ input }) => input.includes(name)).length;
  const own = maker.input.slice(1).filter(Boolean);
  return (
    readers(given) === 1 &&
    !graph.output.some(({ name }) => name === given) &&
    [...own, ...norm.input.slice(1)].every((name) => stored.has(name)) &&
    own.every((name) => readers(name) === 1)
  );
}

function replace(graph: GraphProto, tensor: TensorProto): void {
  graph.initializer = [...graph.initializer.filter(({ name }) => name !== tensor.name), tensor];
}
