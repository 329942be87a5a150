import type { Graph } from '../../graph/builder';
import { flagOf } from '../../graph/attributes';
import { constantNumbers } from '../../graph/constants';
import { isStatic } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';

/** Sums over the rows of a matrix, the gradients of biases, as products with ones: `ReduceSum` walks them with one thread. */
export const columnSumsAsProducts = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes }, [x, axes]) => {
    if (operator.name !== 'ReduceSum' || flagOf(attributes, 'keepdims', true) || !x) {
      return undefined;
    }
    const { shape, dataType } = x.type;
    if (dataType !== 'float32' || shape.length !== 2 || !isStatic(shape)) return undefined;
    if (constantNumbers(axes)?.join() !== '0') return undefined;
    const ones = builder.constant(
      new Float32Array(shape[0]).fill(1),
      [shape[0]],
      `ones${shape[0]}`,
    );
    return [builder.matMul(ones, x)];
  });
