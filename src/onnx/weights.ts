import { typeWithNumber } from './elementTypes';
import { TensorProto_DataLocation as Location } from './onnx_pb';
import type { GraphProto, NodeProto, TensorProto } from './onnx_pb';
import type { ModelNode } from './model';
import { range } from '../graph/shapes';
import { readTensor } from './tensors';

/** Which of a model's stored tensors are weights: what training changes. */

/** The inputs of an operator that take weights. Batch statistics, scales and bounds are none. */
const weightInputs: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [0, 1, 2],
  MatMul: [0, 1],
  Einsum: [0, 1],
  Add: [0, 1],
  Mul: [0, 1],
  Concat: range(0, 8),
  Sum: [0, 1],
  PRelu: [1],
  Gather: [0],
  RNN: [1, 2, 3],
  GRU: [1, 2, 3],
  LSTM: [1, 2, 3],
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LayerNormalization: [1, 2],
  RMSNormalization: [1],
  GroupNormalization: [1, 2],
};

/** Operators that only give a weight another form. */
const forms = new Set([
  ...['Identity', 'Reshape', 'Flatten', 'Transpose', 'Squeeze', 'Unsqueeze', 'Expand'],
  'Cast', // between types that are float32 here
]);

const isFloat = (number: number | undefined): boolean =>
  number !== undefined && typeWithNumber(number) === 'float32';

/** Whether a node leaves a weight what it is. */
function keepsWeight({ opType, attribute }: NodeProto): boolean {
  if (opType !== 'Cast') return forms.has(opType);
  return isFloat(Number(attribute.find(({ name }) => name === 'to')?.i));
}

/** Operators that may add or multiply what was computed when the model was written: masks, positions of a batch. */
const arithmetic = new Set(['Add', 'Mul', 'Sum', 'Concat', 'Expand']);

const factors = new Set(['Mul']);

/** Numbers from here on keep a softmax from looking somewhere; weights are never that large. */
const masking = -1e4;

/**
 * What PyTorch's exporter calls a tensor that it has computed: by the operator, with a number; parameters have their modules'
 * names. Such factors are angles of positions; what is added may be a learned position, and stays a weight.
 */
const computedName = /^[a-z]+(_[a-z]+)*_\d+$/;

/** Whether a tensor is a mask, or has the same row for each sample of the batch the model was made for. */
function isComputed(tensor: TensorProto, batch: number): boolean {
  if (tensor.dataLocation === Location.EXTERNAL) return false;
  const numbers = readTensor(tensor).data as Float32Array;
  if (numbers.some((number) => number <= masking)) return true;
  const row = numbers.length / batch;
  if (batch < 2 || tensor.dims.length < 2 || Number(tensor.dims[0]) !== batch) return false;
  return numbers.every((number, i) => number === numbers[i % row]);
}

/** The size of the batch a model was made for, 0 where it is open. */
function batchSize({ input, initializer }: GraphProto): number {
  const stored = new Set(initializer.map(({ name }) => name));
  const value = input.find(({ name }) => !stored.has(name))?.type?.value;
  const first = value?.case === 'tensorType' ? value.value.shape?.dim[0]?.value : undefined;
  return first?.case === 'dimValue' ? Number(first.value) : 0;
}

/**
 * The names of the float tensors of rank 1 and more that are read as weights and as nothing else. Their numbers are looked
 * at unless they are `blank`.
 */
export function weightNames(
  { graph, producerName }: { readonly graph: GraphProto; readonly producerName: string },
  blank = false,
): Set<string> {
  const { initializer, node, output } = graph;
  const readers = new Map<string, { node: NodeProto; index: number }[]>();
  for (const reader of node) {
    reader.input.forEach((name, index) => {
      const known = readers.get(name);
      if (known) known.push({ node: reader, index });
      else readers.set(name, [{ node: reader, index }]);
    });
  }
  const given = new Set(output.map(({ name }) => name));
  /** Of the outputs of nodes that only give another form: known before those they are made of, from the last node up. */
  const formed = new Map<string, boolean>();
  const isWeight = (name: string): boolean => {
    const all = readers.get(name) ?? [];
    if (all.length === 0 || given.has(name)) return false;
    return all.every(
      ({ node: reader, index }) =>
        weightInputs[reader.opType]?.includes(index) ??
        (index === 0 && keepsWeight(reader) && reader.output.every((one) => formed.get(one))),
    );
  };
  for (const reader of node.toReversed()) {
    if (keepsWeight(reader)) for (const name of reader.output) formed.set(name, isWeight(name));
  }
  const batch = batchSize(graph);
  const readBy = ({ name }: TensorProto, operators: ReadonlySet<string>): boolean =>
    readers.get(name)!.every(({ node: { opType } }) => operators.has(opType));
  const computed = (tensor: TensorProto): boolean =>
    (producerName === 'pytorch' && computedName.test(tensor.name) && readBy(tensor, factors)) ||
    (!blank && readBy(tensor, arithmetic) && isComputed(tensor, batch));
  return new Set(
    initializer
      .filter(({ dataType, dims }) => isFloat(dataType) && dims.length > 0)
      .filter((tensor) => isWeight(tensor.name) && !computed(tensor))
      .map(({ name }) => name),
  );
}

/** Operators that multiply, and the inputs that may be factors: the others are added. */
const factorInputs: ReadonlyMap<string, readonly number[]> = new Map([
  ['Conv', [0, 1]],
  ['ConvTranspose', [0, 1]],
  ['Gemm', [0, 1]],
  ['MatMul', [0, 1]],
  ['Einsum', [0, 1]],
  ['Gather', [0, 1]],
  ['RNN', [1, 2]],
  ['GRU', [1, 2]],
  ['LSTM', [1, 2]],
]);

/** What is multiplied with inputs, directly or in another form: regularization is for the weights among it. */
export function inputWeights(nodes: readonly ModelNode[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { operator, inputs, outputs } of nodes.toReversed()) {
    const isForm = forms.has(operator) && outputs.some((name) => found.has(name));
    const places = factorInputs.get(operator) ?? (isForm ? inputs.keys() : []);
    const weights = [...places].flatMap((place) => inputs[place] ?? []);
    for (const name of weights) found.add(name);
  }
  return found;
}

/** The names of the nodes that read a tensor. */
export function readersOf(nodes: readonly ModelNode[]): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const { name, inputs } of nodes) {
    for (const input of new Set(inputs)) {
      const known = readers.get(input);
      if (known) known.push(name);
      else readers.set(input, [name]);
    }
  }
  return readers;
}
