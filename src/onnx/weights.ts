import type { GraphProto, NodeProto } from './onnx_pb';
import type { ModelNode } from './model';

/** Which of a model's stored tensors are weights: what training changes. */

/** The inputs of an operator that take weights. Batch statistics, scales and bounds are none. */
const weightInputs: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [0, 1, 2],
  MatMul: [0, 1],
  Add: [0, 1],
  Mul: [0, 1],
  Sum: [0, 1],
  PRelu: [1],
  Gather: [0],
  BatchNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LayerNormalization: [1, 2],
  GroupNormalization: [1, 2],
};

/** Operators that only give a weight another form. */
const forms = new Set(['Identity', 'Reshape', 'Flatten', 'Transpose', 'Squeeze', 'Unsqueeze']);

const float32 = 1;

/** The names of the float32 tensors of rank 1 and more that are read as weights and as nothing else. */
export function weightNames({ initializer, node, output }: GraphProto): Set<string> {
  const readers = new Map<string, { node: NodeProto; index: number }[]>();
  for (const reader of node) {
    reader.input.forEach((name, index) => {
      const known = readers.get(name);
      if (known) known.push({ node: reader, index });
      else readers.set(name, [{ node: reader, index }]);
    });
  }
  const given = new Set(output.map(({ name }) => name));
  const isWeight = (name: string): boolean => {
    const all = readers.get(name) ?? [];
    if (all.length === 0 || given.has(name)) return false;
    return all.every(
      ({ node: { opType, output: results }, index }) =>
        weightInputs[opType]?.includes(index) ??
        (index === 0 && forms.has(opType) && results.every(isWeight)),
    );
  };
  return new Set(
    initializer
      .filter(({ dataType, dims }) => dataType === float32 && dims.length > 0)
      .map(({ name }) => name)
      .filter(isWeight),
  );
}

/** Operators with a bias, their input 2, and what they multiply with inputs. */
const products = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'Gather']);

/** Whether a weight is multiplied with inputs, directly or in another form: regularization is for those. */
export function weighsInputs(name: string, nodes: readonly ModelNode[]): boolean {
  return nodes.some(({ operator, inputs, outputs }) => {
    const index = inputs.indexOf(name);
    if (index < 0) return false;
    if (products.has(operator)) return index < 2;
    return forms.has(operator) && outputs.some((output) => weighsInputs(output, nodes));
  });
}
