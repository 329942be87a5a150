import { create } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  type GraphProto,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType as Type,
  type TensorProto,
  TensorProtoSchema,
} from '../onnx_pb';
import { readTensor, writeTensor } from '../tensors';
import { type Product, productsOf } from './products';

/** The least and the greatest number that a value takes. */
export type Range = readonly [least: number, greatest: number];

/**
 * The steps of weights on either side of zero. Seven bits, not eight: processors without VNNI add two products of 8 bits in 16, and
 * 2 · 255 · 64 is the greatest that fits; with them every processor computes the same.
 */
const weightSteps = 63;

/** Operators that only move numbers or choose among them: what they give has the scale of what they read. */
const sameScale = new Set(['MaxPool', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze', 'Transpose']);

/** Operators that runtimes compute as the end of the product before them. */
const clamps = new Set(['Relu', 'Clip']);

/** Products that runtimes compute in integers only when what they give is rounded too; others may give float32. */
const givesIntegers = new Set(['Conv', 'ConvTranspose']);

/**
 * The values whose ranges are needed: what products read, and what convolutions give, after a rectifier that follows. Outputs of the
 * graph stay float32. Throws `ModelError` where int8 does not fit.
 */
export function quantizedValues(graph: GraphProto): readonly string[] {
  const outputs = new Set(graph.output.map(({ name }) => name));
  const readers = (name: string) => graph.node.filter(({ input }) => input.includes(name));
  const values = new Set<string>();
  for (const { node } of productsOf(graph)) {
    values.add(node.input[0]);
    if (!givesIntegers.has(node.opType)) continue;
    const [after, ...others] = readers(node.output[0]);
    const isClamped = others.length === 0 && after && clamps.has(after.opType);
    const [given] = isClamped ? after.output : node.output;
    if (!outputs.has(given) && readers(given).every(({ opType }) => opType !== 'Softmax'))
      values.add(given);
  }
  return [...values];
}

/**
 * Makes the products of a graph ones of integers, in place: static quantization in the form QuantizeLinear–DequantizeLinear, weights
 * symmetric for each channel in int8, values affine in uint8, biases in int32 (Jacob et al. 2018). Values without a range stay
 * float32.
 */
export function quantize(graph: GraphProto, ranges: ReadonlyMap<string, Range>): void {
  const products = productsOf(graph);
  const scales = new Map<string, number>();
  const around: { readonly before: NodeProto | undefined; readonly nodes: NodeProto[] }[] = [];
  const makers = new Map(
    graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)),
  );
  const parametersOf = (value: string): { scale: number; zero: number } | undefined => {
    const maker = makers.get(value);
    if (maker && sameScale.has(maker.opType) && ranges.has(maker.input[0]))
      return parametersOf(maker.input[0]);
    const range = ranges.get(value);
    return range && affine(range);
  };
  for (const value of ranges.keys()) {
    const { scale, zero } = parametersOf(value)!;
    scales.set(value, scale);
    around.push({
      before: makers.get(value),
      nodes: roundTrip(graph, value, scalar(`${value}/scale`, scale), zeroPoint(value, zero)),
    });
  }
  for (const product of products)
    quantizeWeights(graph, product, scales.get(product.node.input[0]));
  for (const value of ranges.keys())
    for (const node of graph.node)
      node.input = node.input.map((name) => (name === value ? rounded(value) : name));
  const atStart = around.filter(({ before }) => !before).flatMap(({ nodes }) => nodes);
  graph.node = [
    ...atStart,
    ...graph.node.flatMap((node) => [
      node,
      ...around.filter(({ before }) => before === node).flatMap(({ nodes }) => nodes),
    ]),
  ];
}

/** Scale and zero point of a range in uint8; zero is one of its numbers, so that padding stays what it is. */
function affine([least, greatest]: Range): { scale: number; zero: number } {
  const low = Math.min(0, least);
  const high = Math.max(0, greatest);
  const scale = Math.fround((high - low) / 255) || 1;
  return { scale, zero: Math.max(0, Math.min(255, Math.round(-low / scale))) };
}

const scalar = (name: string, value: number): TensorProto =>
  writeTensor(name, Float32Array.of(value), []);

const zeroPoint = (value: string, zero: number): TensorProto =>
  writeTensor(`${value}/zero`, Uint8Array.of(zero), []);

/** The name of a value that went through integers. */
const rounded = (value: string): string => `${value}/rounded`;

/** Rounds a value to integers and back. */
function roundTrip(
  graph: GraphProto,
  value: string,
  scale: TensorProto,
  zero: TensorProto,
): NodeProto[] {
  graph.initializer.push(scale, zero);
  const integers = `${value}/uint8`;
  const rest = [scale.name, zero.name];
  return [
    linear('QuantizeLinear', [value, ...rest], integers),
    linear('DequantizeLinear', [integers, ...rest], rounded(value)),
  ];
}

function linear(
  opType: 'QuantizeLinear' | 'DequantizeLinear',
  input: readonly string[],
  output: string,
  axis?: number,
): NodeProto {
  return create(NodeProtoSchema, {
    ...{ name: output, opType, input: [...input], output: [output] },
    attribute:
      axis === undefined
        ? []
        : [create(AttributeProtoSchema, { name: 'axis', type: Kind.INT, i: BigInt(axis) })],
  });
}

/** Stores a product's weights as int8 and its bias as int32. */
function quantizeWeights(
  graph: GraphProto,
  { node, weight, axis, bias }: Product,
  inputScale: number | undefined,
): void {
  const { data, shape } = readTensor(weight);
  const numbers = data as Float32Array;
  const channels = axis === undefined ? 1 : shape[axis];
  const behind = shape.slice((axis ?? 0) + 1).reduce((total, length) => total * length, 1);
  const channelOf = (i: number): number =>
    axis === undefined ? 0 : Math.floor(i / behind) % channels;
  const greatest = new Float32Array(channels);
  numbers.forEach((w, i) => {
    greatest[channelOf(i)] = Math.max(greatest[channelOf(i)], Math.abs(w));
  });
  const scales = greatest.map((most) => most / weightSteps || 1);
  const integers = Int8Array.from(numbers, (w, i) => Math.round(w / scales[channelOf(i)]));
  if (!graph.initializer.some(({ name }) => name === `${weight.name}/int8`))
    store(graph, weight.name, { shape, integers, scales, axis, hasZero: node.opType === 'Gemm' });
  if (!bias || inputScale === undefined || axis === undefined) return;
  const ofBias = scales.map((scale) => scale * inputScale);
  const values = readTensor(bias).data as Float32Array;
  const steps = Int32Array.from(values, (b, i) => clamped(Math.round(b / ofBias[i])));
  const others = graph.node.filter((other) => other !== node && other.input.includes(bias.name));
  // A bias of several products has a scale for each.
  const name = others.length > 0 ? `${node.name}/${bias.name}` : bias.name;
  node.input[2] = name;
  store(graph, name, { shape: [values.length], integers: steps, scales: ofBias, axis: 0 });
}

const clamped = (value: number): number => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));

interface Stored {
  readonly shape: readonly number[];
  readonly integers: Int8Array | Int32Array;
  /** One, or one for each channel along the axis. */
  readonly scales: Float32Array;
  readonly axis: number | undefined;
  /** With the zero points, which are 0 anyway: ONNX Runtime computes a `Gemm` in integers only where they are written. */
  readonly hasZero?: boolean;
}

/** Stores integers with their scales, and what makes numbers of them, under the name that these have. */
function store(
  graph: GraphProto,
  name: string,
  { shape, integers, scales, axis, hasZero = false }: Stored,
): void {
  const { buffer, byteOffset, byteLength } = integers;
  const [type, dataType] =
    integers instanceof Int8Array ? ['int8', Type.INT8] : ['int32', Type.INT32];
  const channels = axis === undefined ? [] : [scales.length];
  const zero = create(TensorProtoSchema, {
    ...{ name: `${name}/zero`, dims: channels.map(BigInt), dataType },
    rawData: new Uint8Array(scales.length * integers.BYTES_PER_ELEMENT),
  });
  graph.initializer = graph.initializer.filter((tensor) => tensor.name !== name);
  graph.initializer.push(
    create(TensorProtoSchema, {
      ...{ name: `${name}/${type}`, dims: shape.map(BigInt), dataType },
      rawData: new Uint8Array(buffer, byteOffset, byteLength),
    }),
    writeTensor(`${name}/scale`, scales, channels),
    ...(hasZero ? [zero] : []),
  );
  const input = [`${name}/${type}`, `${name}/scale`, ...(hasZero ? [zero.name] : [])];
  graph.node.unshift(linear('DequantizeLinear', input, name, axis));
}
