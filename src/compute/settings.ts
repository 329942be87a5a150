import type { DataPlan } from '../data/plan';
import type { BoundCall } from '../language/vocabulary';
import type { TrainPlan } from '../learning/plan';

/** A bound call as it would be written: `sgd(rate: 0.1, momentum: 0.9)`. */
export function formatCall({ name, arguments: values }: BoundCall): string {
  const given = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}: ${formatValue(value)}`,
  );
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
}

function formatValue(value: NonNullable<BoundCall['arguments'][string]>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  return 'name' in value ? formatCall(value) : `[${value.join(', ')}]`;
}

/** The settings of a training by name, for the manifest. */
export function trainSettings(
  plan: TrainPlan,
  data: DataPlan,
  batch: number,
): Record<string, string | number> {
  return {
    source: formatCall(data.source),
    normalize: formatCall(data.normalization),
    validation: data.validation,
    loss: formatCall(plan.loss),
    optimizer: formatCall(plan.optimizer),
    schedule: formatCall(plan.schedule),
    epochs: plan.epochs,
    batch,
    ...(data.augment?.length && { augment: data.augment.map(formatCall).join(', ') }),
    ...(plan.stop && { stop: formatCall(plan.stop) }),
    ...(plan.regularize && { regularize: formatCall(plan.regularize) }),
    ...(plan.clip && { clip: `${plan.clip.by} ${plan.clip.bound}` }),
    ...(plan.maxNorm !== undefined && { maxnorm: plan.maxNorm }),
    ...(plan.average && { average: `ema ${plan.average.decay}` }),
    ...(plan.accumulate !== undefined && { accumulate: plan.accumulate }),
  };
}
