import * as text from '../../src/text/csv';

/** A table as it is saved. */
export interface SavedTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly text.CsvCell[])[];
}

/** The same as comma-separated values (RFC 4180), the first row with the titles; numbers with all their digits. */
export const csv = ({ titles, rows }: SavedTable): string => text.csv([titles, ...rows], '\r\n');

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
