import type { Graph } from '../../graph/builder';
import type { Operator } from '../../graph/operator';
import type { Value } from '../../graph/graph';
import { elementType } from '../../graph/dataTypes';
import { rowSums } from '../../graph/operators/rowSums';
import { isStatic } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';

/** Not `ScatterND`, whose threads lose sums where rows meet (ONNX Runtime 1.30). */
const scatterElements: Operator = {
  name: 'ScatterElements',
  domain: '',
  since: 16,
  attributes: { axis: 'int', reduction: 'string' },
  infer: ({ inputs }) => [inputs[0]!],
};

/** With fewer rows the product is as fast: it has work for every thread. */
const fewest = 256;

/** Rows added up by their places, the gradient of a large embedding, one by one rather than by a one-hot product. */
export const scatterRows = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, outputs: [{ type }] }, inputs) => {
    if (operator !== rowSums) return undefined;
    const [places, rows] = inputs as [Value, Value];
    if (!isStatic(type.shape) || !isStatic(rows.type.shape) || type.shape[0] < fewest) {
      return undefined;
    }
    const whole = builder.cast(places, { to: elementType.int64 });
    const each = builder.expand(whole, rows.type.shape);
    const none = builder.expand(0, type.shape);
    const attributes = { axis: 0, reduction: 'add' };
    return [builder.apply(scatterElements, [none, each, rows], attributes)];
  });
