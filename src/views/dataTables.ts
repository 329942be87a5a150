import { formatInteger, significant } from '../text/numbers';
import type { DataPayload } from './payloads';

/** What is counted and measured of data, as tables of text. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** More rows than these are not read as text. */
const mostRows = 40;

/** How often each class comes in each split. */
export function classTable({ classes, target }: DataPayload): TextTable | undefined {
  if (!classes || !target || target.names.length > mostRows) return undefined;
  const { of, train, validation, test } = classes;
  return {
    head: ['class', ...['training', 'validation', 'test'].map((split) => `${split} ${of}`)],
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
    ...statistics.targets.map((target) => ({ ...target, name: `${target.name} (target)` })),
  ];
  return {
    head: ['training samples', 'mean', 'deviation', 'min', 'max'],
    rows: columns.map(({ name, mean, deviation, minimum, maximum }) => [
      name,
      ...[mean, deviation, minimum, maximum].map((value) => significant(value)),
    ]),
  };
}
