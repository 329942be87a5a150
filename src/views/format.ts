/** Numbers and shapes as people read them. */

const grouped = new Intl.NumberFormat('en-US');
const units = ['', ' k', ' M', ' G', ' T'];

export const formatInteger = (value: number): string => grouped.format(value);

export const formatShape = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** `1234567` → `1.23 M`; below ten thousand all digits stay. */
export function formatCount(value: number): string {
  if (Math.abs(value) < 10_000) return formatInteger(value);
  const rounded = Number(value.toPrecision(3));
  const unit = Math.min(Math.floor(Math.log10(Math.abs(rounded)) / 3), units.length - 1);
  return `${(rounded / 1000 ** unit).toPrecision(3)}${units[unit]}`;
}

/** `204800` → `200 KiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), 4);
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${['KiB', 'MiB', 'GiB', 'TiB'][power - 1]}`;
}

/** Three or four significant digits, without a tail of zeros. */
export function formatNumber(value: number | string | undefined | null): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return value;
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 0.001 && size < 1e5
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(2);
}

/** `0.98765` → `98.77 %`. */
export const formatPercent = (fraction: number | undefined): string =>
  fraction === undefined ? '–' : `${(100 * fraction).toFixed(2)} %`;

/** A measure's number: a fraction in percent, others with a few digits. */
export const formatMeasure = (
  { unit }: { readonly unit?: 'fraction' | undefined },
  value: number | string | undefined,
): string =>
  unit === 'fraction' && typeof value === 'number' ? formatPercent(value) : formatNumber(value);

/** `75.3` → `1:15`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
