import { targetSize, type Dataset } from '../../data/dataset';
import type { StepOptions } from '../../learning/step';

/** What a step is built for, from the data. */
export function stepOptions({ normalization, target }: Dataset, batch: number): StepOptions {
  const { kind, levels } = target;
  return {
    batch,
    normalization,
    targets: { kind, ...targetSize(target), ...(levels && { levels }) },
  };
}
