import { formatProgress } from '../text/numbers';

/** A part of what the progress line says, and how early it gives way in a narrow terminal: the higher, the earlier. */
export interface StatusPart {
  readonly text: string;
  readonly yields: number;
}

/** Cells of the bar. */
const shortest = 8;
const longest = 20;

/** A bar, the percentage, and as many parts of the status as there is room for in `width` columns. */
export function progressLine(
  fraction: number,
  status: readonly StatusPart[],
  width: number,
): string {
  let parts = status;
  const text = (): string =>
    [formatProgress(fraction), ...parts.map((part) => part.text)].join('  ');
  const room = (): number => width - text().length - ' '.length;
  while (parts.length > 0 && room() < shortest) {
    const first = Math.max(...parts.map(({ yields }) => yields));
    parts = parts.filter(({ yields }) => yields < first);
  }
  const cells = Math.min(longest, room());
  if (cells < 1) return text();
  const full = Math.round(fraction * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${text()}`;
}
