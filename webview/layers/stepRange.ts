import * as l10n from '@vscode/l10n';
import { formatInteger } from '../../src/text/numbers';

/** Where recorded steps are on the axis of the heat map. Everything here is pure. */

/** The steps that the axis covers, both ends of what is told. */
export type StepRange = readonly [from: number, to: number];

/**
 * From the step before the first point to the last one. While training goes on there is room ahead, at most as much again and not
 * beyond its end, so that the picture is not squeezed with each step.
 */
export function stepRange(steps: readonly number[], end?: number): StepRange {
  const [first = 1, second = first + 1] = steps;
  const last = steps.at(-1) ?? first;
  const from = Math.max(0, first - (second - first));
  const span = Math.max(1, last - from);
  if (end === undefined || end <= last) return [from, from + span];
  return [from, from + Math.min(end - from, 2 ** Math.ceil(Math.log2(span)))];
}

/** Left and right edges of each point's column in pixels; the last one is the end of what is told. */
export const columnEdges = (
  steps: readonly number[],
  [from, to]: StepRange,
  width: number,
): readonly number[] => [
  0,
  ...steps.map((step) => Math.round((width * (step - from)) / (to - from))),
];

/** The point that tells of a step: the first one that ends at it or later. */
export function pointAt(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? Infinity) >= step) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low);
}

/** `step 1,024`; of a point that is the mean of several steps `steps 993–1,024`. */
export function pointText(steps: readonly number[], stride: number, point: number): string {
  const last = steps[point] ?? 0;
  const first = (steps[point - 1] ?? 0) + 1;
  return stride > 1 && first < last
    ? l10n.t('steps {0}–{1}', formatInteger(first), formatInteger(last))
    : l10n.t('step {0}', formatInteger(last));
}
