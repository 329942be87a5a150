import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import { sliceAxis } from '../../../graph/layout';
import { layerWith } from '../../../network/lower';
import { elements } from '../../../shape/elements';
import type { LinearLayer } from './linearLayer';

/** What a layer reads at each of its places: the whole input of `dense`, a patch of `conv`, found by giving it other weights. */

/** Patches in rows, [N · places, numbers of a patch]; only of a layer with as many units as a patch has numbers. */
export function patches(graph: GraphBuilder, layer: LinearLayer): Value {
  const { input, shape } = layer;
  if (shape.length === 1) return input;
  const [units] = shape;
  // Each unit gives one number of the patch.
  const each = weighted(graph, layer, input, (i) => Number(Math.floor(i / units) === i % units));
  return graph.reshape(graph.transpose(each, { perm: [0, 2, 3, 1] }), [-1, units]);
}

/** |x|² of each patch: [N, 1, …]. */
export function energies(graph: GraphBuilder, layer: LinearLayer): Value {
  const a = new Arithmetic(graph);
  const squares = a.square(layer.input);
  if (layer.shape.length === 1) return a.sum(squares, [1], true);
  return sliceAxis(
    graph,
    weighted(graph, layer, squares, () => 1),
    1,
    0,
    1,
  );
}

/** What the layer makes of an input with other weights, and without a bias. */
const weighted = (
  graph: GraphBuilder,
  { layer }: LinearLayer,
  x: Value,
  weight: (index: number) => number,
): Value =>
  layerWith(graph, layer, [x], ({ name, shape }) => {
    const length = elements(shape);
    const numbers = Float32Array.from({ length }, (_, i) => (name === 'weight' ? weight(i) : 0));
    return graph.constant(numbers, [...shape]);
  });
