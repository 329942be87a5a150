import { sliceAxis, transpose } from '../graph/layout';
import { elementType } from '../graph/dataTypes';
import { range } from '../graph/shapes';
import type { Layer, Network } from '../network/network';
import { unitAxis } from '../network/shapes';
import { elements } from '../shape/elements';
import { EvaluationBuilder, type EvaluationOptions } from './evaluationBuilder';
import type { EvaluationStep } from './step';

export interface MaximaStep extends EvaluationStep {
  /** Names of graph outputs, [N, units]: what each unit gives at most. */
  readonly greatest: string;
  /** Where that is, as a number among the unit's outputs in C order; the first of equal ones. */
  readonly place: string;
}

/**
 * The greatest output of each of a layer's first units (maps of images, features of sequences) for a batch of any size, in inference
 * behaviour.
 */
export function buildMaxima(
  network: Network,
  { id, shape }: Layer,
  units: number,
  options: EvaluationOptions,
): MaximaStep {
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered } = evaluation;
  const axis = 1 + unitAxis(shape);
  const axes = range(0, 1 + shape.length);
  const others = axes.filter((each) => each !== 0 && each !== axis);
  const all = shape[axis - 1] ?? 1;
  const [greatest, place] = ['greatest', 'place'];
  graph.within({ layer: id }, () => {
    const unitFirst = transpose(graph, lowered.layers.get(id)!.output, [
      0,
      ...(axes.length > 1 ? [axis] : []),
      ...others,
    ]);
    const flat = graph.reshape(unitFirst, [-1, all, elements(shape) / all]);
    const some = units < all ? sliceAxis(graph, flat, 1, 0, units) : flat;
    graph.output(greatest, graph.reduceMax(some, { axes: [2], keepdims: 0 }));
    const first = graph.argMax(some, { axis: 2, keepdims: 0 });
    graph.output(place, graph.cast(first, { to: elementType.float32 }));
  });
  return { ...evaluation.build(), greatest, place };
}
