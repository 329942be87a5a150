import { visible } from '../text/visible';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Marks a cell, after it has been aligned. */
  readonly mark?: Emphasize;
}

/** Marks what matters in a text. */
export type Emphasize = (text: string) => string;

const plain: Emphasize = (text) => text;

/** Rows as aligned text under their titles; `emphasize` marks the title line. */
export function table(
  columns: readonly Column[],
  texts: readonly (readonly string[])[],
  emphasize: Emphasize = plain,
): string {
  const rows = texts.map((row) => row.map(visible));
  const titles = columns.map(({ title }) => visible(title));
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[], marked: boolean): string =>
    columns
      .map(({ align, mark = plain }, i) => {
        const cell = cells[i] ?? '';
        const aligned = align === 'right' ? cell.padStart(widths[i]) : cell.padEnd(widths[i]);
        return marked ? mark(aligned) : aligned;
      })
      .join('  ')
      .trimEnd();
  return [emphasize(line(titles, false)), ...rows.map((row) => line(row, true))].join('\n');
}
