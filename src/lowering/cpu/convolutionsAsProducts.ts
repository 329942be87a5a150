import type { Graph } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { numberOf } from '../../graph/attributes';
import { reshape } from '../../graph/layout';
import { windowOf } from '../../graph/operators/window';
import { isStatic, product } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';

/** Filters as large as the unpadded image see it once: a matrix product. Gradients of 1×1 filters are such. */
export const convolutionsAsProducts = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes, outputs }, inputs) => {
    if (operator.name !== 'Conv' || numberOf(attributes, 'group', 1) !== 1) return undefined;
    const [x, filters, bias] = inputs as [Value, Value, Value | undefined];
    const [image, kernel] = [x.type.shape, filters.type.shape];
    if (!isStatic(image) || !isStatic(kernel)) return undefined;
    const window = windowOf('Conv', attributes, image.slice(2), kernel.slice(2));
    const whole = kernel.slice(2).every((length, i) => {
      const dilated = length > 1 && window.dilations[i] !== 1;
      return length === image[i + 2] && !dilated && window.begins[i] + window.ends[i] === 0;
    });
    if (!whole) return undefined;
    const rows = (value: Value, count: number): Value =>
      reshape(builder, value, [count, product(image.slice(1))]);
    const [a, b] = [rows(x, image[0]), rows(filters, kernel[0])];
    const result = builder.gemm(a, b, { bias, transB: 1 });
    return [reshape(builder, result, outputs[0].type.shape)];
  });
