import * as l10n from '@vscode/l10n';
import type { DataPayload } from '../../src/views/payloads';
import { splitName, type Split } from '../../src/views/splits';
import { formatInteger, plural } from '../../src/text/numbers';

export type ClassCounts = NonNullable<DataPayload['classes']>;

export const total = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + count, 0);

/** `5,000 samples by class` */
export const totalText = (counts: readonly number[], of: ClassCounts['of']): string =>
  of === 'samples'
    ? l10n.t('{0} samples by class', formatInteger(total(counts)))
    : l10n.t('{0} steps by class', formatInteger(total(counts)));

/** Says so where one class comes more than one and a half times as often as another. */
export function unevenness(counts: readonly number[]): string | undefined {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === 0) {
    const without = counts.filter((count) => count === 0).length;
    return plural(
      without,
      l10n.t('1 class without any'),
      l10n.t('{0} classes without any', formatInteger(without)),
    );
  }
  return most / least > 1.5
    ? l10n.t('the largest {0} times the smallest', (most / least).toFixed(1))
    : undefined;
}

/** `train: 10 classes, from 1,742 (5) to 1,861 samples (1)` */
export function spoken(
  split: Split,
  counts: readonly number[],
  names: readonly string[],
  of: ClassCounts['of'],
): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const named = (count: number) => names[counts.indexOf(count)] ?? '';
  const parts = [
    splitName(split),
    formatInteger(counts.length),
    formatInteger(least),
    named(least),
    formatInteger(most),
    named(most),
  ];
  return of === 'samples'
    ? l10n.t('{0}: {1} classes, from {2} ({3}) to {4} samples ({5})', ...parts)
    : l10n.t('{0}: {1} classes, from {2} ({3}) to {4} steps ({5})', ...parts);
}
