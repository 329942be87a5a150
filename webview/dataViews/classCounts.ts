import type { DataPayload } from '../../src/views/payloads';
import { counted, formatInteger } from '../../src/text/numbers';

export type ClassCounts = NonNullable<DataPayload['classes']>;

export const total = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + count, 0);

/** Says so where one class comes more than one and a half times as often as another. */
export function unevenness(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === 0)
    return `, ${counted(counts.filter((count) => count === 0).length, 'class', 'classes')} without any`;
  return most / least > 1.5 ? `, the largest ${(most / least).toFixed(1)} times the smallest` : '';
}

/** `10 classes, from 1,742 (5) to 1,861 samples (1)` */
export function spoken(
  counts: readonly number[],
  names: readonly string[],
  of: ClassCounts['of'],
): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const named = (count: number) => names[counts.indexOf(count)] ?? '';
  return (
    `${counted(counts.length, 'class', 'classes')}, from ${formatInteger(least)} (${named(least)}) ` +
    `to ${formatInteger(most)} ${of} (${named(most)})`
  );
}
