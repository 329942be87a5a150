import { create } from '@bufbuild/protobuf';
import { ModelError } from './modelError';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType as Type,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb';
import { readTensor } from './tensors';

/** The inputs that stay float32 whatever an operator computes in: scales and regions of `Resize`. */
const alwaysFloat32: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2] };

/** The greatest number of float16. */
const greatest = 65504;

/**
 * Makes a model of float32 one of float16, in place: its inputs and outputs stay float32, with a `Cast` at each. Throws `ModelError`
 * for a number of a parameter that float16 does not have; other stored numbers, masks say, become the nearest.
 */
export function toFloat16({ graph }: ModelProto, parameters: ReadonlySet<string>): void {
  if (!graph) return;
  const kept = float32Names(graph);
  for (const tensor of graph.initializer)
    if (tensor.dataType === Number(Type.FLOAT) && !kept.has(tensor.name)) {
      if (parameters.has(tensor.name)) expectRange(tensor);
      narrow(tensor);
    }
  for (const node of graph.node) narrowAttributes(node);
  for (const value of graph.valueInfo) if (isFloat32(value)) setType(value, Type.FLOAT16);
  const enter = graph.input.filter(isFloat32).map(({ name }) => ({ name, inside: `${name}/half` }));
  const leave = graph.output
    .filter(isFloat32)
    .map(({ name }) => ({ name, inside: `${name}/half` }));
  const inside = new Map([...enter, ...leave].map((one) => [one.name, one.inside]));
  const renamed = (name: string): string => inside.get(name) ?? name;
  for (const node of graph.node) {
    node.input = node.input.map(renamed);
    node.output = node.output.map(renamed);
  }
  graph.node = [
    ...enter.map((one) => cast(one.name, one.inside, Type.FLOAT16)),
    ...graph.node,
    ...leave.map((one) => cast(one.inside, one.name, Type.FLOAT)),
  ];
}

function float32Names({ node }: GraphProto): ReadonlySet<string> {
  return new Set(
    node.flatMap(({ opType, input }) =>
      (alwaysFloat32[opType] ?? []).flatMap((place) => input[place] ?? []),
    ),
  );
}

function expectRange(tensor: TensorProto): void {
  const values = readTensor(tensor).data as Float32Array;
  const beyond = values.find((value) => Math.abs(value) > greatest);
  if (beyond === undefined) return;
  const text = `'${tensor.name}' holds ${beyond}, and float16 goes up to ${greatest}`;
  throw new ModelError('unsupportedType', text);
}

function narrow(tensor: TensorProto): void {
  const values = readTensor(tensor).data as Float32Array;
  const halves = Uint16Array.from(values, (value) =>
    halfBits(Number.isFinite(value) ? Math.max(-greatest, Math.min(greatest, value)) : value),
  );
  tensor.dataType = Type.FLOAT16;
  tensor.floatData = [];
  tensor.rawData = new Uint8Array(halves.buffer);
}

/** Casts to float32 become casts to float16, and so do filled tensors. */
function narrowAttributes({ opType, attribute }: NodeProto): void {
  for (const one of attribute) {
    if (opType === 'Cast' && one.name === 'to' && one.i === BigInt(Type.FLOAT))
      one.i = BigInt(Type.FLOAT16);
    if (one.t?.dataType === Number(Type.FLOAT)) narrow(one.t);
  }
}

const isFloat32 = ({ type }: ValueInfoProto): boolean =>
  type?.value.case === 'tensorType' && type.value.value.elemType === Number(Type.FLOAT);

function setType({ type }: ValueInfoProto, to: Type): void {
  if (type?.value.case === 'tensorType') type.value.value.elemType = to;
}

const cast = (from: string, to: string, type: Type): NodeProto =>
  create(NodeProtoSchema, {
    name: `${to}/Cast`,
    opType: 'Cast',
    input: [from],
    output: [to],
    attribute: [create(AttributeProtoSchema, { name: 'to', type: Kind.INT, i: BigInt(type) })],
  });

const one = new Float32Array(1);
const bitsOfOne = new Uint32Array(one.buffer);

/** The nearest float16, ties to even, as its bits (IEEE 754-2008, binary16). */
export function halfBits(value: number): number {
  one[0] = value;
  const [bits] = bitsOfOne;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds beyond the greatest
  if (magnitude < 0x38800000) {
    // Below the least normal number: whole multiples of 2⁻²⁴.
    return sign | roundedToEven(Math.abs(one[0]) * 2 ** 24);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function roundedToEven(value: number): number {
  const floor = Math.floor(value);
  const over = value - floor;
  if (over !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
