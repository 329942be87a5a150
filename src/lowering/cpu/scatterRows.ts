import type { Graph } from '../../graph/builder';
import type { Operator } from '../../graph/operator';
import type { Value } from '../../graph/graph';
import { flagOf } from '../../graph/attributes';
import { elementType } from '../../graph/dataTypes';
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

/** Rows summed by a product with a one-hot matrix, the gradient of a large embedding, added one by one instead. */
export const scatterRows = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes, outputs }, [oneHot, rows, bias]) => {
    const fits = flagOf(attributes, 'transA', false) && !flagOf(attributes, 'transB', false);
    if (operator.name !== 'Gemm' || !fits || bias || 'alpha' in attributes) return undefined;
    const index = placesOf(oneHot);
    const [{ type }] = outputs;
    if (!index || !rows || !isStatic(type.shape) || !isStatic(rows.type.shape)) return undefined;
    if (type.shape[0] < fewest) return undefined;
    const places = builder.cast(index, { to: elementType.int64 });
    const each = builder.expand(places, rows.type.shape);
    const none = builder.expand(0, type.shape);
    const inputs = [none, each, rows];
    return [builder.apply(scatterElements, inputs, { axis: 0, reduction: 'add' })];
  });

/** The column of places, [rows, 1], of which a matrix is the one-hot form. */
function placesOf(oneHot: Value | undefined): Value | undefined {
  const cast = oneHot?.producer;
  const equal = cast?.operator.name === 'Cast' ? cast.inputs[0]?.producer : undefined;
  if (equal?.operator.name !== 'Equal') return undefined;
  const [index, places] = equal.inputs;
  const column = index?.type.shape.length === 2 && index.type.shape[1] === 1;
  const { data } = places ?? {};
  return column && data instanceof Float32Array && data.every((place, i) => place === i)
    ? index
    : undefined;
}
