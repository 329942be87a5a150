import { Arithmetic } from '../graph/arithmetic';
import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { range } from '../graph/shapes';
import type { Layer, Network } from '../network/network';
import { rangeOf } from '../network/range';
import { unitAxis } from '../network/shapes';
import { elements } from '../shape/elements';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import { average } from './statistics';
import type { EvaluationStep } from './step';

/** What the units of a layer do in a batch; names are graph outputs. */
export interface LayerActivity {
  readonly layer: string;
  /** Numbers of one sample, and of one unit of it. */
  readonly size: { readonly sample: number; readonly unit: number };
  /** Over the whole batch, scalars: the mean, and the mean squared distance to it. */
  readonly mean: string;
  readonly variance: string;
  /** How often each unit was not exactly zero, [units]. */
  readonly active: string;
  /** How often each unit was near an end of its range, [units]; absent where it has none. */
  readonly saturated?: string;
}

export interface ActivityStep extends EvaluationStep {
  readonly layers: readonly LayerActivity[];
}

/** A unit is near an end of its range beyond this share of the way from the middle. */
export const nearEnd = 0.95;
/** A unit is saturated if it is near an end so often. */
export const saturatedShare = 0.95;

/** Counts what the units of all layers do in a batch of any size, in inference behaviour. */
export function buildActivity(network: Network, options: EvaluationOptions): ActivityStep {
  const evaluation = new EvaluationBuilder(network, options);
  const layers = countActive(evaluation);
  return { ...evaluation.build(), layers };
}

/** Writes what the units of all layers do into an evaluation. */
export const countActive = ({
  graph,
  lowered,
}: Pick<EvaluationBuilder, 'graph' | 'lowered'>): readonly LayerActivity[] =>
  [...lowered.layers.values()].map(({ layer, output }) =>
    graph.within({ layer: layer.id }, () => activityOf(graph, layer, output)),
  );

function activityOf(graph: GraphBuilder, layer: Layer, output: Value): LayerActivity {
  const a = new Arithmetic(graph);
  const { id, shape } = layer;
  const axis = 1 + unitAxis(shape);
  const others = range(0, 1 + shape.length).filter((each) => each !== axis);
  const perUnit = (counted: Value) => graph.reduceSum(counted, { axes: others, keepdims: 0 });
  const publish = (what: string, value: Value): string => {
    const name = `${id}:${what}`;
    graph.output(name, value);
    return name;
  };
  const mean = average(graph, output);
  const ends = rangeOf(layer);
  const sample = elements(shape);
  return {
    layer: id,
    size: { sample, unit: sample / (shape[axis - 1] ?? 1) },
    mean: publish('mean', mean),
    variance: publish('variance', average(graph, a.square(a.sub(output, mean)))),
    active: publish('active', perUnit(a.sub(1, a.equal(output, 0)))),
    ...(ends && {
      saturated: publish('saturated', perUnit(isNearEnd(graph, output, ends))),
    }),
  };
}

/** 1 where a value is near an end of its range, else 0. */
function isNearEnd(graph: GraphBuilder, x: Value, [low, high]: readonly [number, number]): Value {
  const a = new Arithmetic(graph);
  const distance = graph.abs(a.sub(x, (low + high) / 2));
  return a.greater(distance, (nearEnd * (high - low)) / 2);
}
