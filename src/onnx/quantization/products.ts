import { ModelError } from '../modelError';
import type { GraphProto, NodeProto, TensorProto } from '../onnx_pb';
import { numberOfNode } from './nodes';

/** The nodes that are computed in integers: those that multiply by stored weights. */
export interface Product {
  readonly node: NodeProto;
  readonly weight: TensorProto;
  /** The axis of the weight along which each channel of the output has a scale of its own; undefined: one scale for all. */
  readonly axis: number | undefined;
  readonly bias: TensorProto | undefined;
}

/** Operators whose input 1 is a matrix or stack of filters, and the axis of its output channels. */
const channelAxis: Readonly<Record<string, (node: NodeProto) => number | undefined>> = {
  Conv: () => 0,
  ConvTranspose: (node) => (numberOfNode(node, 'group', 1) === 1 ? 1 : undefined),
  Gemm: (node) => (numberOfNode(node, 'transB', 0) ? 0 : 1),
  MatMul: () => 1,
};

/** Operators with large weights that integers cannot hold here. */
const refused = new Set(['RNN', 'GRU', 'LSTM']);

/** The products of a graph. Throws `ModelError` naming what has weights that int8 does not fit, or where there is no product. */
export function productsOf({ node: nodes, initializer }: GraphProto): readonly Product[] {
  const stored = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  const found = nodes.flatMap((node): Product[] => {
    const [, weightName = '', biasName = ''] = node.input;
    const weight = stored.get(weightName);
    if (refused.has(node.opType))
      throw new ModelError(
        'unsupportedOperators',
        `the weights of '${node.name}' (${node.opType}) do not fit int8`,
      );
    const axis = Object.hasOwn(channelAxis, node.opType)
      ? channelAxis[node.opType](node)
      : undefined;
    const isProduct = Object.hasOwn(channelAxis, node.opType) && weight;
    if (!isProduct || (node.opType === 'MatMul' && weight.dims.length !== 2)) return [];
    return [{ node, weight, axis, bias: stored.get(biasName) }];
  });
  if (found.length > 0) return found;
  const text = 'it has no convolution and no dense layer that int8 could hold';
  throw new ModelError('unsupportedOperators', text);
}
