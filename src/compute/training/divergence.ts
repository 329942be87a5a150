import type { Measure } from '../../learning/measures/measure';
import type { TrainPlan } from '../../learning/plan';
import { CoreError } from '../wire/error';
import type { StepResult } from '../devices/executor';

/** Why a step's numbers cannot be gone on with; undefined when all are finite. */
export function notFinite(result: StepResult, measures: readonly Measure[]): string | undefined {
  if (result.every((numbers) => numbers.every(Number.isFinite))) return undefined;
  const found = measures.flatMap(({ name, label, items }, m) => {
    const at = items ? result[m].findIndex((number) => !Number.isFinite(number)) : 0;
    if (at < 0) return [];
    const number = result[m][at];
    if (!items) return Number.isFinite(number) && m > 0 ? [] : [`the ${name} is ${shown(number)}`];
    return [`the ${label} of \`${items[at]}\` is not finite`];
  });
  return found.join('; ');
}

const shown = (number: number): number => Number(number.toPrecision(3));

/** A training that cannot go on; `rate` is that of the step that failed. */
export function diverged(
  what: string,
  step: number,
  { location }: TrainPlan,
  rate?: number,
): CoreError {
  const now = rate === undefined ? '' : ` (now ${shown(rate)})`;
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
      : `Continue from step ${saved} on another device: \`dnn resume ${run} --device cpu\`.`;
  return new CoreError({ ...failure, hint });
}
