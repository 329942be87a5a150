import type { ExportRequestForm } from '../../compute/protocol/exported';
import { int8Samples } from '../../program/calibration';
import { clientNames, type ClientName } from '../../program/clients';

/** What can be chosen of an exported file, by the names that notebooks have for it. */
const formNames = ['float16', 'int8', 'raw', 'logits', 'opset'] as const;

export type FormName = (typeof formNames)[number];
export type ExportChoice = FormName | ClientName;

/** What was chosen; `opset` is the one that was asked for, also while it is not chosen. */
export interface ExportChoices {
  readonly chosen: readonly ExportChoice[];
  readonly opset?: number;
}

/** Of these a file has one at most. */
const rivals: readonly ExportChoice[] = ['float16', 'int8'];

/** What is chosen after a change: of rivals the one that is new. */
export function afterChange(
  before: readonly ExportChoice[],
  now: readonly ExportChoice[],
): readonly ExportChoice[] {
  const asked = now.filter((choice) => rivals.includes(choice));
  if (asked.length < 2) return now;
  const stays = asked.find((choice) => !before.includes(choice)) ?? asked[0];
  return now.filter((choice) => choice === stays || !rivals.includes(choice));
}

export const formOf = ({ chosen, opset }: ExportChoices): ExportRequestForm => ({
  ...(chosen.includes('float16') && { precision: { type: 'float16' } }),
  ...(chosen.includes('int8') && { precision: { type: 'int8', samples: int8Samples } }),
  ...(chosen.includes('raw') && { raw: true }),
  ...(chosen.includes('logits') && { logits: true }),
  ...(chosen.includes('opset') && { opset }),
  clients: clientNames.filter((client) => chosen.includes(client)),
});

/** What was kept of the last export, whoever wrote it. */
export function keptChoices(kept: unknown): ExportChoices {
  const { chosen, opset } = (kept ?? {}) as { chosen?: unknown; opset?: unknown };
  const known: readonly ExportChoice[] = [...formNames, ...clientNames];
  return {
    chosen: Array.isArray(chosen) ? known.filter((choice) => chosen.includes(choice)) : [],
    ...(typeof opset === 'number' && { opset }),
  };
}
