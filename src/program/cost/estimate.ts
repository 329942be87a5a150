import type { StepWork } from './work';

/** How long a step takes, judged by what this machine has done. */

/** A training's steps, as they were measured. */
export interface MeasuredStep {
  readonly device: string;
  readonly work: StepWork;
  /** The median. */
  readonly milliseconds: number;
  /** What had been expected. */
  readonly estimated?: number | undefined;
}

export interface Calibration {
  /** The newest last. */
  readonly steps: readonly MeasuredStep[];
  /** GFLOP/s of matrix products, by device. */
  readonly products: Readonly<Record<string, number>>;
}

export interface StepEstimate {
  readonly milliseconds: number;
  /** What it is judged by. */
  readonly by: 'trainings' | 'products';
}

/**
 * Milliseconds that a processor takes to start an operator, to move a number, to carry out an operation: the best fit to the nine
 * workloads of `bench/results` of 29 November 2026, which are all within 0.7 and 1.6 times of it. On that machine large matrix
 * products had 430 GFLOP/s.
 */
const reference = { node: 0.63e-3, number: 109e-9, operation: 1.51e-9, products: 430 } as const;

const referenceTime = ({ nodes, numbers, operations }: StepWork): number =>
  nodes * reference.node + numbers * reference.number + operations * reference.operation;

/**
 * The reference, scaled by how much slower or faster trained steps on the device were than it says; steps of the same kind count
 * most. Before the first training by the rate of matrix products; undefined where that is not known either.
 */
export function estimateStep(
  work: StepWork,
  device: string,
  { steps, products }: Calibration,
): StepEstimate | undefined {
  const base = referenceTime(work);
  const known = steps.filter((step) => step.device === device);
  if (known.length > 0) {
    let weights = 0;
    let sum = 0;
    for (const step of known) {
      const weight = 1 / (nearness + distance(work, step.work));
      weights += weight;
      sum += weight * Math.log(step.milliseconds / referenceTime(step.work));
    }
    return { milliseconds: base * Math.exp(sum / weights), by: 'trainings' };
  }
  const rate = products[device];
  if (rate === undefined || rate <= 0) return undefined;
  return { milliseconds: (base * reference.products) / rate, by: 'products' };
}

/** The distance at which a step counts half of the very same one. */
const nearness = 0.05;

/** Squared, of logarithms: 0 for the same work. */
const distance = (a: StepWork, b: StepWork): number =>
  (['nodes', 'numbers', 'operations'] as const).reduce(
    (sum, part) => sum + Math.log((a[part] + 1) / (b[part] + 1)) ** 2,
    0,
  );

/** The device a step is judged for: with `auto` the one that was trained on last. */
export const judgedDevice = (device: string, { steps }: Calibration): string =>
  device === 'auto' ? (steps.at(-1)?.device ?? 'cpu') : device;

/** What the very same step took when it was trained last. */
export const measuredStep = (
  work: StepWork,
  device: string,
  { steps }: Calibration,
): MeasuredStep | undefined =>
  steps.findLast((step) => step.device === device && distance(work, step.work) === 0);
