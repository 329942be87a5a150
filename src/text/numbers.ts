/**
 * How numbers are written for people, in the editor, the terminal and the panels alike. Where there are two forms of one
 * thing, each says when it is used. Nothing of `Intl`: it costs each process milliseconds at its start.
 */

const unknown = '–';

/** A whole number with all its digits: `1,234,567`. */
export const formatInteger = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 layer`, `1,200 layers` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatInteger(count)} ${count === 1 ? one : many}`;

/** One of two whole sentences, by a number that both tell: what is translated has no plurals to be put together. */
export const plural = (count: number, one: string, many: string): string =>
  count === 1 ? one : many;

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** A large number where its order matters, not its digits: `61.7 k`, `84.6 M`; below ten thousand all digits stay. */
export function formatCount(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size < 1000 && !Number.isInteger(value)) return significant(value);
  if (size < 9999.5) return formatInteger(value);
  const rounded = Number(value.toPrecision(3));
  const power = Math.min(Math.floor(Math.log10(Math.abs(rounded)) / 3), prefixes.length - 1);
  return `${(rounded / 1000 ** power).toPrecision(3)} ${prefixes[power]}`;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Memory and files: `200 KiB`, `1.6 GiB`. */
export function formatBytes(bytes: number): string {
  let power = 0;
  for (; Math.round(bytes) >= 1024 && power < byteUnits.length - 1; power++) bytes /= 1024;
  const digits = bytes < 999.5 && power > 0 ? Number(bytes.toPrecision(3)) : Math.round(bytes);
  return `${digits} ${byteUnits[power]}`;
}

/** `0.98765` → `98.77%` */
export const formatPercent = (fraction: number | undefined, decimals = 2): string =>
  fraction === undefined || Number.isNaN(fraction)
    ? unknown
    : `${(100 * fraction).toFixed(decimals)}%`;

/** How far something is, as `13%`: not 100% before its end. */
export const formatProgress = (fraction: number): string =>
  `${Math.floor(100 * Math.min(1, fraction))}%`;

/** From here up to there numbers are written without an exponent. */
const [smallest, largest] = [1e-3, 1e5];

const isPlain = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= smallest && Math.abs(value) < largest);

/**
 * A number that was measured, with a fixed number of digits: `0.100`, `12.3`, `1.20e-7`. Columns stay in line, and a
 * number that changes keeps its width. Numbers that no JSON can hold come as their names.
 */
export function significant(value: number | string | undefined, digits = 3): string {
  if (typeof value !== 'number') return value ?? unknown;
  if (value === 0 || !Number.isFinite(value)) return String(value);
  // Rounded first: 0.9996 has its three digits as 1.00.
  const rounded = Number(value.toPrecision(digits));
  if (!isPlain(rounded)) return value.toExponential(digits - 1).replace('e+', 'e');
  const whole = Math.floor(Math.log10(Math.abs(rounded)));
  return value.toFixed(Math.max(0, digits - 1 - whole));
}

/** A number that was chosen, as one would write it: `0.1`, `1e-4`. For settings and axes; what was measured is `significant`. */
export function formatNumber(value: number, digits = 4): string {
  const rounded = Number(value.toPrecision(digits));
  return isPlain(rounded) ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** The value of a measure: a fraction in percent, a sum of whole numbers with all digits, others as `significant`. */
export function formatMeasure(
  { unit, fold }: { readonly unit?: 'fraction' | undefined; readonly fold?: 'mean' | 'sum' },
  value: number | string | undefined,
  digits?: number,
): string {
  if (typeof value !== 'number') return value ?? unknown;
  if (unit === 'fraction') return formatPercent(value);
  return fold === 'sum' && Number.isInteger(value)
    ? formatInteger(value)
    : significant(value, digits);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A time in columns, lists and lines that are drawn again and again: `1:15`, `1:02:03`. In sentences: `formatDuration`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    two(whole % 60),
  ];
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A time in sentences and beside a name, where it says its units: `0.4 s`, `42 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return unknown;
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** As a shape is written in the language: `[6, 28, 28]`. */
export const formatShape = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`;

/** A power of ten by its exponent: `10⁻³`, `1`, `10`. */
export const powerOfTen = (exponent: number): string =>
  exponent === 0
    ? '1'
    : exponent === 1
      ? '10'
      : `10${[...String(exponent)].map((character) => superscripts[character]).join('')}`;

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((character, index) => [character, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][index] ?? '']),
);
