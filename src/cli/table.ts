export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Marks a cell, after it has been aligned. */
  readonly mark?: (text: string) => string;
}

const plain = (text: string): string => text;

/** Rows as aligned text under their titles; `emphasize` marks the title line. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  emphasize: (text: string) => string = plain,
): string {
  const widths = columns.map(({ title }, i) =>
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
  const titles = columns.map(({ title }) => title);
  return [emphasize(line(titles, false)), ...rows.map((row) => line(row, true))].join('\n');
}
