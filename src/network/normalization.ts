import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { Shape } from './parameters';
import { formatShape } from './shapes';

/** Subtract `mean`, multiply by `scale`; one number for all, or one for each channel or feature. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** The samples normalized; throws when there are neither one nor as many numbers as channels. */
export function normalize(
  graph: GraphBuilder,
  samples: Value,
  shape: Shape,
  { mean, scale }: Normalization = { mean: [0], scale: [1] },
): Value {
  const spread = (numbers: readonly number[], what: string): Value => {
    if (numbers.length === 1) return graph.scalar(numbers[0]);
    if (numbers.length !== shape[0]) {
      throw new RangeError(
        `normalization has ${numbers.length} numbers for the ${what} of inputs ${formatShape(shape)}; expected 1 or ${shape[0]}`,
      );
    }
    const axes = [1, numbers.length, ...shape.slice(1).map(() => 1)];
    return graph.constant(Float32Array.from(numbers), axes, undefined, `input.${what}`);
  };
  let result = samples;
  if (mean.some((number) => number !== 0)) {
    result = graph.add('Sub', [result, spread(mean, 'mean')]);
  }
  if (scale.some((number) => number !== 1)) {
    result = graph.add('Mul', [result, spread(scale, 'scale')]);
  }
  return result;
}
