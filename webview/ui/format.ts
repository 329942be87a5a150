import type { Measure, WireNumber } from '../../src/runs/events';

/** Numbers, sizes and times as people read them. Everything here is pure. */

export type { WireNumber };

export const toNumber = (value: WireNumber): number => Number(value);

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `61706` → `61,706`. */
export const formatCount = (value: number): string => count.format(value);

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** Three significant digits with an SI prefix: `416520` → `417 k`. The space does not break. */
export function formatSi(value: number, unit = ''): string {
  if (!Number.isFinite(value)) return String(value);
  let scaled = value;
  let power = 0;
  // 999.5 would round to "1000", which belongs to the next prefix.
  while (Math.abs(scaled) >= 999.5 && power < prefixes.length - 1) {
    scaled /= 1000;
    power++;
  }
  const digits = power === 0 && Number.isInteger(scaled) ? String(scaled) : significant(scaled, 3);
  const suffix = `${prefixes[power]}${unit}`;
  return suffix ? `${digits}\u00a0${suffix}` : digits;
}

/** Bytes with decimal prefixes: `246824` → `247 kB`. */
export const formatBytes = (bytes: number): string => formatSi(bytes, 'B');

/** A measured value: plain where that is short, else with an exponent; `0.00031` → `3.1e-4`. */
export function formatValue(value: WireNumber, digits = 3): string {
  const number = toNumber(value);
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '−∞';
  if (number === 0) return '0';
  const size = Math.abs(number);
  const text =
    size >= 1e5 || size < 1e-3
      ? number.toExponential(digits - 1).replace('e+', 'e')
      : significant(number, digits);
  return text.replace('-', '−').replace('e−', 'e-');
}

/** A number on an axis, without needless zeros: `0.25`, `1e-4`. */
export const formatTick = (value: number): string => {
  const rounded = Number(value.toPrecision(6));
  const size = Math.abs(rounded);
  const plain = size === 0 || (size >= 1e-3 && size < 1e5);
  return (plain ? String(rounded) : rounded.toExponential().replace('e+', 'e'))
    .replace('-', '−')
    .replace('e−', 'e-');
};

/** A fraction as a percentage with two decimals: `0.9873` → `98.73%`. */
export const formatPercent = (fraction: number, decimals = 2): string =>
  `${(fraction * 100).toFixed(decimals)}%`;

/** Seconds as `0.4 s`, `42 s`, `3 min 05 s` or `2 h 07 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)}\u00a0s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}\u00a0min ${pad(whole % 60)}\u00a0s`;
  return `${Math.floor(minutes / 60)}\u00a0h ${pad(minutes % 60)}\u00a0min`;
}

/** `[6, 28, 28]` → `6×28×28`. */
export const formatShape = (shape: readonly number[]): string => shape.join('×') || 'scalar';

/** `1 layer`, `3 layers`. */
export const plural = (number: number, noun: string): string =>
  `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;

const pad = (value: number): string => String(value).padStart(2, '0');

function significant(value: number, digits: number): string {
  // Rounded first: 0.9996 has its three digits as 1.00.
  const size = Math.abs(Number(value.toPrecision(digits))) || 1;
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(Math.min(decimals, 20));
}

/** A measure's number: a fraction in percent. */
export const formatMeasure = (
  { unit }: Pick<Measure, 'unit'>,
  value: WireNumber | undefined,
  digits?: number,
): string => {
  if (value === undefined) return '–';
  return unit === 'fraction' ? formatPercent(toNumber(value), digits) : formatValue(value);
};

/** `squared error` → `Squared error`. */
export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
