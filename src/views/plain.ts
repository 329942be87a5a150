/** Numbers and bars in plain text, as terminals show them. */

/** A number with a few significant digits, in a fixed width of notation: `0.0123`, `12.3`, `1.2e-7`. */
export function significant(value: number | string | undefined, digits = 3): string {
  if (typeof value !== 'number') return value ?? '';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6 ? value.toPrecision(digits) : value.toExponential(digits - 1);
}

export const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)} %`;

/** A bar of eighths of a character, `width` characters at `fraction` 1. */
export function bar(fraction: number, width = 24): string {
  const eighths = Number.isFinite(fraction) ? Math.round(8 * width * Math.min(1, fraction)) : 0;
  const rest = eighths % 8;
  const parts = ' ▏▎▍▌▋▊▉';
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? parts[rest] : '');
}
