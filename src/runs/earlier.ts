import type { Measure } from './measures';

/** Reads what versions before measures wrote: then a step told loss, accuracy and gradients by these names. */

/** The scores there were. */
export const earlierMeasures: readonly Measure[] = [
  { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
  { name: 'accuracy', label: 'accuracy', goal: 'higher', fold: 'mean', unit: 'fraction' },
];

/** What there was of each parameter. */
export const earlierGradients: Measure = {
  name: 'gradients',
  label: 'gradient magnitude',
  symbol: '‖∂E/∂w‖₂',
  goal: 'none',
  fold: 'mean',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An event as this version writes it. */
export function fromEarlier(event: unknown): unknown {
  if (!isRecord(event)) return event;
  if (event.event === 'start' && 'watched' in event && !('measures' in event)) {
    const { watched, ...rest } = event;
    const measures = [...earlierMeasures, { ...earlierGradients, items: watched }];
    return { steps: Number(event.epochs) * Number(event.stepsPerEpoch), ...rest, measures };
  }
  if (event.event === 'step' && !('values' in event)) {
    const { loss, accuracy, gradients, ...rest } = event;
    return { ...rest, values: { loss, gradients, ...(accuracy !== undefined && { accuracy }) } };
  }
  return event;
}

/** The state of a training as this version writes it. */
export function stateFromEarlier(state: unknown): unknown {
  if (!isRecord(state) || 'sums' in state || !('lossSum' in state)) return state;
  const { lossSum, correctSum, ...rest } = state;
  return { ...rest, sums: { loss: lossSum, accuracy: correctSum } };
}
