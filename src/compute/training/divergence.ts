import type { TrainPlan } from '../../learning/plan';
import { CoreError } from '../error';
import type { StepResult } from '../devices/executor';

/** Why a step's numbers cannot be gone on with; undefined when all are finite. `watched` names the gradients. */
export function notFinite(
  { loss, gradients }: StepResult,
  watched: readonly string[],
): string | undefined {
  const first = gradients.findIndex((norm) => !Number.isFinite(norm));
  if (Number.isFinite(loss) && first < 0) return undefined;
  const key = watched[first];
  const found = `the loss is ${Number(loss.toPrecision(3))}`;
  return key === undefined
    ? found
    : `${found}; the first gradient that is not finite is that of \`${key}\``;
}

/** A training that cannot go on; `rate` is that of the step that failed. */
export function diverged(
  what: string,
  step: number,
  { location }: TrainPlan,
  rate?: number,
): CoreError {
  const now = rate === undefined ? '' : ` (now ${Number(rate.toPrecision(3))})`;
  return new CoreError({
    exit: 1,
    code: 'diverged',
    message: `Training diverged at step ${step}: ${what}.`,
    hint: `Lower the learning rate${now}, normalize the data, or look for extreme values in it.`,
    ...location,
  });
}

/** What to do about a device that failed, in a run whose last checkpoint is of step `saved`. */
export function goOnElsewhere({ failure }: CoreError, run: string, saved: number | undefined) {
  const hint =
    saved === undefined
      ? 'Nothing was saved yet: train again with `--device cpu`.'
      : `Go on from step ${saved} on another device: \`dnn resume ${run} --device cpu\`.`;
  return new CoreError({ ...failure, hint });
}
