import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { LoweredLayer } from '../network/lower';

/** How much each row counts, [M]: 1, or 0 for a step without a target; absent: all count alike. */
export interface RowWeights {
  readonly weights?: Value;
}

/** Targets in a graph as rows: one for each sample, or for each step of each sequence. */
export interface TargetRows extends RowWeights {
  /** [M, count] */
  readonly rows: Value;
}

/** Whether each step of a sequence has a target: [N, steps, count + 1]. */
const hasSteps = ({ type }: Value): boolean => type.shape.length === 3;

/** The rows of targets, [N, count] or [N, steps, count + 1]. */
export function targetRows(graph: GraphBuilder, targets: Value): TargetRows {
  if (!hasSteps(targets)) return { rows: targets };
  const width = targets.type.shape[2] as number;
  const all = graph.reshape(targets, [-1, width]);
  const [rows, weights] = graph.split(all, [width - 1, 1], { axis: 1 });
  return { rows, weights: graph.reshape(weights, [-1]) };
}

/** A head as it is compared with these targets: with steps, it gives a row at each of them. */
export function headRows(graph: GraphBuilder, head: LoweredLayer, targets: Value): LoweredLayer {
  if (!hasSteps(targets)) return head;
  const { layer } = head;
  const units = layer.shape.at(-1)!;
  const rows = (value: Value): Value => graph.reshape(value, [-1, units]);
  return {
    layer: { ...layer, shape: [units] },
    preActivation: rows(head.preActivation),
    logits: rows(head.logits),
    output: rows(head.output),
  };
}

/** The mean over rows, a scalar: over those that count. */
export function rowMean(graph: GraphBuilder, values: Value, { weights }: RowWeights): Value {
  if (!weights) return graph.reduceMean(values, { axes: [0], keepdims: 0 });
  const a = new Arithmetic(graph);
  return a.div(a.sum(a.mul(values, weights)), a.max(a.sum(weights), 1));
}

/** The sum over rows, a scalar: over those that count. */
export function rowSum(graph: GraphBuilder, values: Value, { weights }: RowWeights): Value {
  const counted = weights ? graph.mul(values, weights) : values;
  return graph.reduceSum(counted, { axes: [0], keepdims: 0 });
}
