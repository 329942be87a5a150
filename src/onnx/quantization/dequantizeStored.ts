import { numberOfNode } from './nodes';
import {
  type GraphProto,
  type NodeProto,
  TensorProto_DataType as Type,
  type TensorProto,
} from '../onnx_pb';
import { formatShape } from '../../text/numbers';
import { ModelError } from '../modelError';
import { readTensor, writeTensor } from '../tensors';

/**
 * Makes tensors that a graph stores in integers ones of float32, in place: what `DequantizeLinear` makes of stored numbers is stored.
 * So they are weights like others. What is not of that form stays.
 */
export function dequantizeStored(graph: GraphProto): void {
  const stored = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const isFoldable = (node: NodeProto): boolean =>
    node.opType === 'DequantizeLinear' &&
    numberOfNode(node, 'block_size', 0) === 0 &&
    node.input.every((name) => name === '' || stored.has(name)) &&
    integers.has(stored.get(node.input[0])?.dataType ?? 0) &&
    stored.get(node.input[1])?.dataType === Number(Type.FLOAT);
  const folded = graph.node.filter(isFoldable);
  if (folded.length === 0) return;
  const made = folded.map((node) => {
    const [x, scale, zero] = node.input.map((name) => stored.get(name));
    return dequantized(node, x!, scale!, zero);
  });
  graph.node = graph.node.filter((node) => !folded.includes(node));
  const read = new Set([
    ...graph.node.flatMap(({ input }) => input),
    ...graph.output.map(({ name }) => name),
  ]);
  const used = new Set(folded.flatMap(({ input }) => input));
  graph.initializer = [
    ...graph.initializer.filter(({ name }) => read.has(name) || !used.has(name)),
    ...made,
  ];
}

const integers: ReadonlySet<number> = new Set([Type.INT8, Type.UINT8, Type.INT32].map(Number));

/** (x − zero point) · scale, along an axis where there are several. */
function dequantized(
  node: NodeProto,
  x: TensorProto,
  scaleTensor: TensorProto,
  zeroTensor: TensorProto | undefined,
): TensorProto {
  const { data, shape } = readTensor(x);
  const scale = readTensor(scaleTensor).data as Float32Array;
  const zero = zeroTensor && readTensor(zeroTensor).data;
  const given = numberOfNode(node, 'axis', 1);
  const axis = given < 0 ? given + shape.length : given;
  const behind = shape.slice(axis + 1).reduce((total, length) => total * length, 1);
  if (scale.length !== 1 && scale.length !== shape[axis]) {
    const text = `node '${node.output[0]}' has ${scale.length} scales for ${formatShape(shape)}`;
    throw new ModelError('invalidGraph', text);
  }
  const values = Float32Array.from(data as ArrayLike<number>, (value, i) => {
    const place = scale.length === 1 ? 0 : Math.floor(i / behind) % scale.length;
    return (value - Number(zero?.[place] ?? 0)) * scale[place];
  });
  return writeTensor(node.output[0], values, shape);
}
