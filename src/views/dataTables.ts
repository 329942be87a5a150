import * as l10n from '@vscode/l10n';
import { formatInteger, significant } from '../text/numbers';
import type { DataPayload } from './payloads';

/** What is counted and measured of data, as tables of text. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** More rows than these are not read as text. */
const mostRows = 40;

/** What the target of data is made of. */
export const targetText = (kind: 'classes' | 'values'): string =>
  kind === 'classes' ? l10n.t('classes') : l10n.t('values');

/** How often each class comes in each split. */
export function classTable({ classes, target }: DataPayload): TextTable | undefined {
  if (!classes || !target || target.names.length > mostRows) return undefined;
  const { of, train, validation, test } = classes;
  return {
    head: [
      l10n.t('class'),
      ...(of === 'samples'
        ? [l10n.t('training samples'), l10n.t('validation samples'), l10n.t('test samples')]
        : [l10n.t('training steps'), l10n.t('validation steps'), l10n.t('test steps')]),
    ],
    rows: target.names.map((name, i) => [
      name,
      ...[train, validation, test].map((counts) => formatInteger(counts[i] ?? 0)),
    ]),
  };
}

/** Mean, deviation, least and greatest number of each column. */
export function statisticsTable({ statistics }: DataPayload): TextTable | undefined {
  if (!statistics) return undefined;
  const columns = [
    ...statistics.inputs.slice(0, mostRows),
    ...statistics.targets.map((target) => ({
      ...target,
      name: l10n.t('{0} (target)', target.name),
    })),
  ];
  return {
    head: [
      l10n.t('training samples'),
      l10n.t('mean'),
      l10n.t('deviation'),
      l10n.t('min'),
      l10n.t('max'),
    ],
    rows: columns.map(({ name, mean, deviation, minimum, maximum }) => [
      name,
      ...[mean, deviation, minimum, maximum].map((value) => significant(value)),
    ]),
  };
}
