import type { Dataset } from '../../data/dataset';
import type { StepOptions } from '../../learning/step';

/** What a step is built for, from the data. */
export function stepOptions({ normalization, target }: Dataset, batch: number): StepOptions {
  const { kind, names } = target;
  const levels = target.kind === 'values' ? target.levels : undefined;
  return {
    batch,
    normalization,
    targets: { kind, count: names.length, ...(levels && { levels }) },
  };
}
