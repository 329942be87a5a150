import * as l10n from '@vscode/l10n';
import { plural } from '../text/numbers';
import type { TrainingSnapshot } from './payloads';

/** Where phases and epochs of a training lie. */

/** A phase between two places of the axis of epochs. */
export interface PhaseSpan {
  readonly name: string;
  /** The phase has what is told after this step, up to `lastStep`. */
  readonly step: number;
  readonly lastStep: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The place of a step on the axis of epochs. Phases differ in how many steps they take for an epoch, so what lies between two epochs
 * is told by their ends, and what follows the last by the steps of the phase that goes on.
 */
export function epochAxis({
  epochScores,
  stepsPerEpoch,
}: Pick<TrainingSnapshot, 'epochScores' | 'stepsPerEpoch'>): (step: number) => number {
  const ends = [{ step: 0, epoch: 0 }];
  for (const { step, epoch } of epochScores)
    if (step > (ends.at(-1)?.step ?? 0)) ends.push({ step, epoch });
  const perEpoch = Math.max(1, stepsPerEpoch);
  return (step) => {
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((ends[middle]?.step ?? 0) <= step) low = middle;
      else high = middle - 1;
    }
    const from = ends[low] ?? { step: 0, epoch: 0 };
    const to = ends[low + 1];
    const past = step - from.step;
    return to
      ? from.epoch + (past / (to.step - from.step)) * (to.epoch - from.epoch)
      : from.epoch + past / perEpoch;
  };
}

/** The phases that make steps, where there are several; one that goes on reaches to the end. */
export function phaseSpans(snapshot: TrainingSnapshot): readonly PhaseSpan[] {
  const { phases, epochs } = snapshot;
  const epochOf = epochAxis(snapshot);
  const spans = phases.map(({ name, step }, i): PhaseSpan => {
    const next = phases[i + 1]?.step;
    const [from, to] = [epochOf(step), next === undefined ? epochs : epochOf(next)];
    return { name, step, lastStep: next ?? Infinity, from, to };
  });
  return spans.filter(({ from, to }) => to > from);
}

/** The phase in which something was told after a step; undefined where there is one only. */
export const phaseAt = (
  { phases }: Pick<TrainingSnapshot, 'phases'>,
  step: number,
): string | undefined =>
  // A pass makes no steps: what is told at the first step of a training is of the first phase.
  phases.length > 1
    ? (phases.findLast((phase) => phase.step < step) ?? phases[0])?.name
    : undefined;

/** `phase codes, 2 of 3` while it goes on, `3 phases` afterwards. */
export function phaseText({ phase, status }: TrainingSnapshot): string | undefined {
  if (!phase) return undefined;
  return status === 'completed'
    ? plural(phase.count, l10n.t('1 phase'), l10n.t('{0} phases', phase.count))
    : l10n.t('phase {0}, {1} of {2}', phase.name, phase.index + 1, phase.count);
}
