type Cell = string | number | undefined;

/** Rows as comma-separated values (RFC 4180), the first with the titles; numbers with all their digits. */
export const csv = (titles: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [titles, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');

function field(cell: Cell): string {
  const text = cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvName = (...words: readonly string[]): string => fileName('csv', ...words);

/** A plain file name of words that may be anything: `LeNet5 digits.test classes.csv`. */
export function fileName(ending: string, ...words: readonly string[]): string {
  const plain = words
    .join(' ')
    .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim();
  return `${plain.slice(0, 80) || (ending === 'csv' ? 'table' : 'picture')}.${ending}`;
}
