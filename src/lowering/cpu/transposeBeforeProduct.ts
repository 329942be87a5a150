import type { Graph } from '../../graph/builder';
import { flagOf } from '../../graph/attributes';
import { isStatic } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';

/** ONNX Runtime multiplies so many columns at a time, and transposes the left matrix again for each. */
const columnsAtOnce = 128;
/** What is summed over: below it, the product is too short to gain. */
const leastInner = 64;

/** Transposes the left factor of a wide product once, Aᵀ B with Aᵀ as a matrix of its own: the gradients of dense weights. */
export const transposeBeforeProduct = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes }, [a, b, c]) => {
    if (operator.name !== 'Gemm' || !flagOf(attributes, 'transA', false)) return undefined;
    if (!a || !b || !isStatic(a.type.shape) || !isStatic(b.type.shape)) return undefined;
    const [inner] = a.type.shape;
    const columns = b.type.shape[flagOf(attributes, 'transB', false) ? 0 : 1];
    if (columns <= columnsAtOnce || inner < leastInner) return undefined;
    const rows = builder.transpose(a, { perm: [1, 0] });
    return [builder.apply(operator, [rows, b, c], { ...attributes, transA: 0 })];
  });
