import { formatValues } from '../../language/formatCall';
import type { NotebookSetting, PlannedTraining } from './define';
import { notebookSettings } from '.';

/** The settings of a training as its manifest has them, by name. */
export function recordedSettings(training: PlannedTraining): Record<string, string | number> {
  const rows = [...notebookSettings].flatMap((entry) => {
    const text = entry.format?.(training) ?? kept(entry, training);
    return text === undefined
      ? []
      : [[entry.recordedAs ?? entry.formerly ?? entry.name, text] as const];
  });
  return Object.fromEntries(rows);
}

/** What a setting without a plan of its own left in one of the plans. */
function kept({ name }: NotebookSetting, { train, data }: PlannedTraining) {
  const values = train.settings?.[name] ?? data.settings?.[name];
  return values && formatValues(values);
}
