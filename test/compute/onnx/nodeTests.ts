import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { dataTypeWithNumber } from '../../../src/graph/dataTypes';
import type { Graph } from '../../../src/graph/builder';
import { ModelError } from '../../../src/onnx/modelError';
import {
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
} from '../../../src/onnx/onnx_pb';
import { readModel } from '../../../src/onnx/read';
import { runGraph } from '../graph/support';

/** The ONNX project's node tests: a model, its inputs and the outputs its reference implementation gave. */

export interface Outcome {
  readonly test: string;
  readonly result: 'passed' | 'failed' | 'not supported';
  readonly reason?: string;
}

interface NodeTest {
  readonly name: string;
  readonly folder: string;
  readonly operators: ReadonlySet<string>;
}

/** Unpacks the archives of a folder into a temporary one; `tar` comes with every platform's system. */
export function unpackNodeTests(archives: string): { folder: string; tests: NodeTest[] } {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-node-tests-'));
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.tar.gz'))) {
    execFileSync('tar', ['-xzf', join(archives, file), '-C', folder]);
  }
  const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('model.onnx'))
    .map((path) => join(folder, path, '..'))
    .toSorted();
  return {
    folder,
    tests: tests.map((path) => ({
      name: path.slice(path.lastIndexOf('test_')),
      folder: path,
      operators: new Set(readProto(path).graph!.node.map(({ opType }) => opType)),
    })),
  };
}

const readProto = (folder: string): ModelProto =>
  fromBinary(ModelProtoSchema, readFileSync(join(folder, 'model.onnx')));

/** Reads a model, writes it for our opset, runs it and compares numbers and inferred shapes. */
export async function runNodeTest({
  name,
  folder,
}: Pick<NodeTest, 'name' | 'folder'>): Promise<Outcome[]> {
  const sets = readdirSync(folder).filter((entry) => entry.startsWith('test_data_set'));
  const outcomes: Outcome[] = [];
  for (const set of sets) {
    const tensors = (kind: string): TensorProto[] => {
      const files = readdirSync(join(folder, set)).filter((file) => file.startsWith(kind));
      return files
        .toSorted((a, b) => parseInt(a.slice(kind.length)) - parseInt(b.slice(kind.length)))
        .map((file) => fromBinary(TensorProtoSchema, readFileSync(join(folder, set, file))));
    };
    outcomes.push({
      test: sets.length > 1 ? `${name}/${set}` : name,
      ...(await outcome(readProto(folder), tensors)),
    });
  }
  return outcomes;
}

async function outcome(
  model: ModelProto,
  tensors: (kind: string) => TensorProto[],
): Promise<Omit<Outcome, 'test'>> {
  let graph: Graph;
  try {
    graph = imported(model, () => tensors('input_'));
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { result: 'not supported', reason: error.message.replace(/^node '[^']*': /, '') };
  }
  try {
    const names = model.graph!.input.map(({ name }) => name);
    const feeds = names.flatMap((name, i) =>
      graph.inputs.some((input) => input.name === name)
        ? [[name, asTensor(tensors('input_')[i])] as const]
        : [],
    );
    const results = await runGraph(graph, Object.fromEntries(feeds));
    const protos = tensors('output_').map((proto, i) => ({
      ...proto,
      dataType: declaredType(model, i, proto),
    }));
    const reasons = graph.outputs.map(({ name, value }, i) =>
      difference(
        asTensor(protos[i]),
        results[name],
        value.type.shape,
        rounding[protos[i].dataType] ?? 0,
      ),
    );
    const reason = reasons.find((text) => text !== undefined);
    return reason === undefined ? { result: 'passed' } : { result: 'failed', reason };
  } catch (error) {
    return { result: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Node tests feed everything. Where the import needs a constant (axes, pads, scales) the values of the integer inputs,
 * and of scales, are stored in the model, as exporters do.
 */
function imported(model: ModelProto, inputs: () => TensorProto[]): Graph {
  try {
    return readModel(toBinary(ModelProtoSchema, model)).graph;
  } catch (error) {
    if (!(error instanceof ModelError) || !/constant/.test(error.message)) throw error;
    const graph = model.graph!;
    const values = inputs();
    const stored = graph.input.flatMap(({ name }, i) => {
      const small = values[i].dims.length <= 1 && i > 0;
      const type = dataTypeWithNumber(values[i].dataType);
      const stores = (small && type !== 'float32') || /^(scales|roi)$/.test(name);
      const alone = graph.input.length === 1 && type === 'int64';
      return stores || alone ? [create(TensorProtoSchema, { ...values[i], name })] : [];
    });
    const initializer = [...graph.initializer, ...stored];
    const changed = { ...model, graph: create(GraphProtoSchema, { ...graph, initializer }) };
    return readModel(toBinary(ModelProtoSchema, create(ModelProtoSchema, changed))).graph;
  }
}

/** The type of an output: early node tests hold the bits of bfloat16 as numbers of 16 bits. */
function declaredType(model: ModelProto, index: number, { dataType }: TensorProto): number {
  const value = model.graph!.output[index].type?.value;
  const bits = dataType === Number(TensorProto_DataType.UINT16);
  return bits && value?.case === 'tensorType' ? value.value.elemType : dataType;
}

function asTensor(proto: TensorProto): Tensor {
  const shape = proto.dims.map(Number);
  const { buffer, byteOffset, byteLength } = Uint8Array.from(proto.rawData);
  const raw = buffer.slice(byteOffset, byteOffset + byteLength);
  if (proto.dataType in halfExponent) {
    const bits = raw.byteLength ? new Uint16Array(raw) : proto.int32Data;
    return new Tensor('float32', Float32Array.from(bits, halfOf(proto.dataType)), shape);
  }
  const type = dataTypeWithNumber(proto.dataType);
  switch (type) {
    case 'float32':
      return new Tensor(type, raw.byteLength ? new Float32Array(raw) : proto.floatData, shape);
    case 'int64':
      return new Tensor(type, raw.byteLength ? new BigInt64Array(raw) : proto.int64Data, shape);
    case 'int32':
      return new Tensor(type, raw.byteLength ? new Int32Array(raw) : proto.int32Data, shape);
    case 'uint8':
    case 'bool':
      return new Tensor(
        type,
        raw.byteLength ? new Uint8Array(raw) : Uint8Array.from(proto.int32Data),
        shape,
      );
    case 'float64':
    case undefined:
      throw new Error(`element type ${proto.dataType}`);
  }
}

/** Bits of the exponent of floats of 16 bits, by ONNX's number of the type: float16 and bfloat16. */
const halfExponent: Readonly<Record<number, number>> = { 10: 5, 16: 8 };

/** The value of a float of 16 bits, by the definition of IEEE 754. */
const halfOf =
  (type: number) =>
  (bits: number): number => {
    const width = 15 - halfExponent[type];
    const bias = 2 ** (halfExponent[type] - 1) - 1;
    const exponent = (bits & 0x7fff) >> width;
    const fraction = (bits & (2 ** width - 1)) / 2 ** width;
    const sign = bits >= 0x8000 ? -1 : 1;
    if (exponent === 2 * bias + 1) return fraction === 0 ? sign * Infinity : NaN;
    if (exponent === 0) return sign * fraction * 2 ** (1 - bias);
    return sign * (1 + fraction) * 2 ** (exponent - bias);
  };

/** What differs between an expected and a computed tensor, with the tolerances of ONNX's own backend tests. */
function difference(
  expected: Tensor,
  actual: Tensor,
  inferred: readonly (number | string)[],
  rounded: number,
): string | undefined {
  const shape = expected.dims.join(', ');
  if (actual.dims.join(', ') !== shape) return `gave [${actual.dims.join(', ')}] for [${shape}]`;
  const fits =
    inferred.length === expected.dims.length &&
    inferred.every((length, axis) => typeof length === 'string' || length === expected.dims[axis]);
  if (!fits) return `inferred [${inferred.join(', ')}] for [${shape}]`;
  if (actual.type !== expected.type) return `gave ${actual.type} for ${expected.type}`;
  const numbers = (tensor: Tensor): number[] =>
    Array.from(tensor.data as ArrayLike<number | bigint>, Number);
  const found = numbers(actual);
  const index = numbers(expected).findIndex((y, i) => !isClose(found[i], y, rounded));
  if (index < 0) return undefined;
  return `gave ${found[index]} for ${numbers(expected)[index]} at ${index}`;
}

/** What expected numbers of 16 bits may be off by, relatively: several roundings of their own. */
const rounding: Readonly<Record<number, number>> = { 10: 2 ** -8, 16: 2 ** -7 };

const isClose = (actual: number, expected: number, rounded: number): boolean =>
  Object.is(actual, expected) ||
  actual === expected ||
  Math.abs(actual - expected) <= (1e-3 + rounded) * Math.abs(expected) + 1e-5;
