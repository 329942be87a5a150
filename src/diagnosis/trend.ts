import { median } from '../numerics/median';
import type { TrainingRecord } from './record';

/** Told batches that one number is taken over. */
const window = 10;

/** The objective at first: over as many steps as together have enough samples for a mean. */
export function before({ points, batch }: TrainingRecord): number | undefined {
  const first = points.slice(0, Math.ceil(enoughSamples / Math.max(1, batch)));
  return first.length === 0
    ? undefined
    : first.reduce((sum, { value }) => sum + value, 0) / first.length;
}

/** Samples whose mean is no accident. */
const enoughSamples = 32;

/** The objective in the newest steps. */
export const lately = ({ points }: TrainingRecord): number | undefined =>
  median(points.slice(-window).map(({ value }) => value));

/** The objective without the noise of batches: the means of epochs; of a single epoch, the middle of every few told batches. */
export const smoothed = ({ points, epochs, objective }: TrainingRecord): number[] =>
  epochs.length > 1 && objective
    ? epochs.map(({ train }) => train[objective.name])
    : Array.from({ length: Math.floor(points.length / window) }, (_, i) =>
        median(points.slice(i * window, (i + 1) * window).map(({ value }) => value))!,
      );
