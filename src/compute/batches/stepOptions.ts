import { targetSize, type Dataset } from '../../data/dataset';
import type { TrainPlan } from '../../learning/plan';
import type { StepOptions } from '../../learning/step';

/** What a step is built for, from the data and from what carries over from segment to segment. */
export function stepOptions(
  { normalization, target, segments }: Dataset,
  batch: number,
  { carry }: Pick<TrainPlan, 'carry'> = {},
): StepOptions {
  const { kind, levels } = target;
  return {
    batch,
    ...(carry && { segments }),
    normalization,
    targets: { kind, ...targetSize(target), ...(levels && { levels }) },
  };
}
