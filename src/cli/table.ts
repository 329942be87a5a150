export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Rows as aligned text under their titles; `emphasize` marks the title line. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  emphasize: (text: string) => string = (text) => text,
): string {
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? '';
        return align === 'right' ? cell.padStart(widths[i]) : cell.padEnd(widths[i]);
      })
      .join('  ')
      .trimEnd();
  return [emphasize(line(columns.map(({ title }) => title))), ...rows.map(line)].join('\n');
}
