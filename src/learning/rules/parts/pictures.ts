import type { Value } from '../../../graph/graph';
import { reshape } from '../../../graph/layout';
import { reshaped } from '../../../network/layers/flatten';
import type { Layer, Network } from '../../../network/network';
import type { EvaluationBuilder } from '../../evaluationBuilder';
import { imageRead } from './affineLayer';

/** Draws what a layer reads and, below each, what is made of it, where the layer reads images; both are [N, …]. */
export function drawBelow(
  evaluation: EvaluationBuilder,
  network: Network,
  layer: Layer,
  [name, caption]: readonly [name: string, caption: string],
  [read, made]: readonly [read: Value, made: Value],
): void {
  const shape = imageRead(layer, network);
  if (!shape) return;
  const { graph } = evaluation;
  const pair = [read, made].map((rows) => reshaped(graph, rows, shape));
  evaluation.picture(name, caption, graph.concat(pair, { axis: 2 }));
}

/** Draws rows of a matrix as images like those a layer reads, where it reads images. */
export function drawRows(
  evaluation: EvaluationBuilder,
  network: Network,
  layer: Layer,
  [name, caption]: readonly [name: string, caption: string],
  rows: Value,
): void {
  const shape = imageRead(layer, network);
  if (!shape) return;
  const count = Number(rows.type.shape[0]);
  evaluation.picture(name, caption, reshape(evaluation.graph, rows, [count, ...shape]));
}
