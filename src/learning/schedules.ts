import { EntryTable } from '../language/entryTable';
import { entry, integer, number } from '../language/parameters';
import type { BoundCall } from '../language/vocabulary';
import { defineSchedule, type Progress, type ScheduleEntry } from './entries';
import { costsOf, improves, margin, metric } from './scores';

/** Epochs done, with fractions. */
const epochsDone = ({ step, stepsPerEpoch }: Progress): number => step / stepsPerEpoch;

/** Part of the training that is done, 0 to 1. */
const fractionDone = (progress: Progress): number =>
  Math.min(1, epochsDone(progress) / progress.epochs);

const final = number('The rate at the end, as a fraction of the full rate.', {
  minimum: 0,
  maximum: 1,
  default: 0,
});

const constant = defineSchedule({
  name: 'constant',
  summary: 'The same rate throughout.',
  parameters: {},
  example: 'schedule constant',
  factor: () => 1,
});

const step = defineSchedule({
  name: 'step',
  summary: 'Multiplies the rate by a factor every few epochs.',
  details: '$\\gamma^{\\lfloor \\text{epoch} / \\text{every} \\rfloor}$',
  parameters: {
    every: integer('Epochs between drops.', { minimum: 1 }),
    factor: number('γ', { above: 0, default: 0.1 }),
  },
  example: 'schedule step(every: 10, factor: 0.5)',
  factor: ({ every, factor }, progress) => factor ** Math.floor(epochsDone(progress) / every),
});

const exponential = defineSchedule({
  name: 'exponential',
  summary: 'Lowers the rate by the same factor each epoch, a little at each step.',
  details: '$\\gamma^{\\text{epoch}}$ with fractions of an epoch.',
  parameters: { factor: number('γ', { above: 0, default: 0.95 }) },
  example: 'schedule exponential(0.9)',
  factor: ({ factor }, progress) => factor ** epochsDone(progress),
});

const linear = defineSchedule({
  name: 'linear',
  summary: 'Decays linearly from the full rate.',
  parameters: { final },
  example: 'schedule linear',
  factor: ({ final }, progress) => 1 - (1 - final) * fractionDone(progress),
});

const cosine = defineSchedule({
  name: 'cosine',
  summary: 'Decays from the full rate along half a cosine.',
  details:
    '$f + (1 - f) (1 + \\cos \\pi p) / 2$ with $p$ the part done: Loshchilov and Hutter, *SGDR* (2017), without restarts.',
  parameters: { final },
  example: 'schedule cosine',
  factor: ({ final }, progress) =>
    final + ((1 - final) * (1 + Math.cos(Math.PI * fractionDone(progress)))) / 2,
});

const warmup: ScheduleEntry = defineSchedule({
  name: 'warmup',
  summary: 'Starts low and rises to the full rate, then follows another schedule.',
  details: 'Rises in a straight line over the first epochs: Goyal et al. (2017).',
  parameters: {
    epochs: number('Epochs in which the rate rises.', { above: 0, default: 1 }),
    then: entry('The schedule for the epochs that remain.', 'schedule', {
      default: { name: 'constant', arguments: {} },
    }),
  },
  example: 'schedule warmup(2, then: cosine)',
  factor({ epochs, then }, progress) {
    const warm = Math.min(epochs, progress.epochs) * progress.stepsPerEpoch;
    if (progress.step < warm) return Math.min(1, (progress.step + 1) / warm);
    return scheduleFactor(then, {
      ...progress,
      step: progress.step - warm,
      epochs: progress.epochs - warm / progress.stepsPerEpoch,
    });
  },
});

const oneCycle = defineSchedule({
  name: 'one_cycle',
  synonyms: ['onecycle', '1cycle'],
  summary:
    'Rises to the full rate along half a cosine, then falls below the first rate along another.',
  details: 'Smith and Topin, *Super-Convergence* (2019), with cosines in place of straight lines.',
  parameters: {
    rise: number('Fraction of the training in which the rate rises.', {
      above: 0,
      maximum: 1,
      default: 0.3,
    }),
    start: number('The rate at the start, as a fraction.', {
      minimum: 0,
      maximum: 1,
      default: 0.04,
    }),
    final: { ...final, default: 4e-6 },
  },
  example: 'schedule one_cycle',
  factor({ rise, start, final }, progress) {
    const done = fractionDone(progress);
    const between = (from: number, to: number, part: number) =>
      to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
    return done < rise
      ? between(start, 1, done / rise)
      : between(1, final, rise === 1 ? 0 : (done - rise) / (1 - rise));
  },
});

const plateau = defineSchedule({
  name: 'plateau',
  synonyms: ['reduce_on_plateau'],
  summary: 'Multiplies the rate by a factor whenever validation has not improved for some epochs.',
  details: 'Without validation samples, the training scores decide.',
  parameters: {
    patience: integer('Epochs to wait for an improvement.', { minimum: 1, default: 3 }),
    factor: number('γ', { above: 0, maximum: 1, default: 0.1 }),
    metric,
    margin,
    final: { ...final, summary: 'The lowest rate, as a fraction of the full one.' },
  },
  example: 'schedule plateau(patience: 5, factor: 0.5)',
  readsHistory: true,
  factor({ patience, factor, metric, margin, final }, { history = [] }) {
    let best = NaN;
    let waited = 0;
    let drops = 0;
    for (const cost of costsOf(history, metric)) {
      if (improves(cost, best, margin)) {
        best = cost;
        waited = 0;
      } else if (++waited === patience) {
        drops++;
        waited = 0;
      }
    }
    return Math.max(final, factor ** drops);
  },
});

/** Every schedule, in the order of the reference. */
export const schedules = new EntryTable<ScheduleEntry>('schedule', [
  constant,
  step,
  exponential,
  linear,
  cosine,
  warmup,
  oneCycle,
  plateau,
]);

/** Whether a schedule, or one inside it, decides from the scores of past epochs. */
export const readsHistory = (schedule: BoundCall): boolean =>
  schedules.of(schedule).readsHistory === true ||
  Object.values(schedule.arguments).some(
    (value) => typeof value === 'object' && 'arguments' in value && readsHistory(value),
  );

/** What a schedule multiplies the rate by for the step after `progress.step` steps. */
export function scheduleFactor(schedule: BoundCall, progress: Progress): number {
  return schedules.of(schedule).factor(schedule.arguments, progress);
}

/** The learning rate of the next step: the optimizer's `rate` times the schedule's factor. */
export function learningRate(
  optimizer: BoundCall,
  schedule: BoundCall,
  progress: Progress,
): number {
  const { rate } = optimizer.arguments;
  if (typeof rate !== 'number') throw new Error(`optimizer \`${optimizer.name}\` has no rate`);
  return rate * scheduleFactor(schedule, progress);
}
