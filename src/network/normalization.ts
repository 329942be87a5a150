import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { Shape } from './parameters';
import { perUnit, unitAxis } from './shapes';
import { formatShape } from '../text/numbers';

/** Subtract `mean`, multiply by `scale`; one number for all, or one for each channel or feature. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** The samples normalized; throws when there are neither one nor as many numbers as channels or features. */
export function normalize(
  graph: GraphBuilder,
  samples: Value,
  shape: Shape,
  { mean, scale }: Normalization = { mean: [0], scale: [1] },
): Value {
  const spread = (numbers: readonly number[], what: string): Value => {
    if (numbers.length === 1) return graph.scalar(numbers[0]);
    const units = shape[unitAxis(shape)];
    if (numbers.length !== units) {
      throw new RangeError(
        `normalization has ${numbers.length} numbers for the ${what} of inputs ${formatShape(shape)}; expected 1 or ${units}`,
      );
    }
    return graph.constant(Float32Array.from(numbers), perUnit(shape), undefined, `input.${what}`);
  };
  let result = samples;
  if (mean.some((number) => number !== 0)) {
    result = graph.sub(result, spread(mean, 'mean'));
  }
  if (scale.some((number) => number !== 1)) {
    result = graph.mul(result, spread(scale, 'scale'));
  }
  return result;
}
