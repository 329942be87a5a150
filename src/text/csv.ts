/** Tables as text that spreadsheets and other programs read (RFC 4180). */

export type CsvCell = string | number | undefined;

/** A table of rows; the last line ends too. */
export const csv = (rows: readonly (readonly CsvCell[])[], lineEnd: '\n' | '\r\n' = '\n'): string =>
  rows.map((row) => row.map(cell).join(',') + lineEnd).join('');

function cell(value: CsvCell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = isFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a spreadsheet would compute: text from outside is only shown. */
const isFormula = (text: string): boolean =>
  /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text));
