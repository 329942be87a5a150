import type { GraphBuilder } from '../graph/builder';
import { transposeMatrix } from '../graph/layout';
import type { Value } from '../graph/graph';
import { range } from '../graph/shapes';
import type { Layer } from '../network/network';
import { unitAxis } from '../network/shapes';
import type { EvaluationBuilder } from './evaluationBuilder';

/** How the units of a layer vary together in a batch; names are graph outputs. */
export interface LayerCovariance {
  readonly layer: string;
  readonly units: number;
  /** What each unit gives in the mean over the batch, [units]. */
  readonly mean: string;
  /** Σ (x − mean)(x − mean)ᵀ over the batch, [units, units], where x is a unit's mean over its places in a sample. */
  readonly moments: string;
}

/** Layers with more units are left out: the numbers grow with the square. */
export const mostUnits = 512;

/** Writes how the units of hidden layers with filters vary together into an evaluation. */
export function varyTogether(
  { graph, lowered }: Pick<EvaluationBuilder, 'graph' | 'lowered'>,
  outputs: readonly Layer[],
): readonly LayerCovariance[] {
  return [...lowered.layers.values()].flatMap(({ layer, output }) => {
    const units = layer.shape[unitAxis(layer.shape)] ?? 1;
    const compared = layer.entry.filters && !outputs.includes(layer);
    if (!compared || units < 2 || units > mostUnits) return [];
    return [graph.within({ layer: layer.id }, () => covarianceOf(graph, layer, units, output))];
  });
}

function covarianceOf(
  graph: GraphBuilder,
  { id, shape }: Layer,
  units: number,
  output: Value,
): LayerCovariance {
  const places = range(1, 1 + shape.length).filter((axis) => axis !== 1 + unitAxis(shape));
  const each =
    places.length === 0 ? output : graph.reduceMean(output, { axes: places, keepdims: 0 });
  const mean = graph.reduceMean(each, { axes: [0], keepdims: 0 });
  const centred = graph.sub(each, mean);
  const publish = (what: string, value: Value): string => {
    const name = `${id}:${what}`;
    graph.output(name, value);
    return name;
  };
  return {
    layer: id,
    units,
    mean: publish('unit means', mean),
    moments: publish('moments', graph.matMul(transposeMatrix(graph, centred), centred)),
  };
}
