import { isNumber } from '../classNames';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { breathe, type DataContext } from '../source';
import { csvLayout, type CsvLayout } from './csvLayout';
import type { CsvRecord } from './csvRecords';

/** A table read: a row of numbers for each sample, and the targets as written, column by column. */
export interface CsvTable {
  readonly layout: CsvLayout;
  readonly features: Float32Array;
  readonly targets: readonly (readonly string[])[];
  /** Line of each row, for messages. */
  readonly lines: readonly number[];
}

const missing = new Set(['', '?', 'na', 'n/a', 'nan', 'null', 'none']);

/** Reads all records; every feature must be a number and no cell may be missing. Throws `DataError`. */
export async function readTable(
  records: AsyncIterable<CsvRecord>,
  options: { target: readonly string[] | undefined; header: 'auto' | 'yes' | 'no' },
  file: string,
  context: DataContext,
): Promise<CsvTable> {
  const head: CsvRecord[] = [];
  const lines: number[] = [];
  let layout: CsvLayout | undefined;
  let targets: string[][] = [];
  let features = new Float32Array(0);

  const add = (record: CsvRecord, { columns, targets: targetColumns }: CsvLayout) => {
    const place = (column: number) =>
      `${file}, line ${record.line}, column ${column + 1} (\`${columns[column]}\`)`;
    if (record.cells.length !== columns.length) {
      throw new DataError(
        'bad-format',
        `${file}, line ${record.line}: found ${record.cells.length} cells; expected ${columns.length}. Correct the line, ` +
          'or give the `delimiter`.',
        file,
      );
    }
    const row = lines.length * (columns.length - targetColumns.length);
    if (row + columns.length > features.length) {
      features = grown(features, columns.length, lines.length, file);
    }
    let at = row;
    for (const [column, cell] of record.cells.entries()) {
      if (missing.has(cell.toLowerCase())) {
        throw new DataError(
          'bad-format',
          `${place(column)}: the value is missing (\`${cell}\`). Fill it in or remove the line.`,
          file,
        );
      }
      if (targetColumns.includes(column)) continue;
      const value = Math.fround(Number(cell));
      if (!Number.isFinite(value)) {
        throw new DataError('bad-format', `${place(column)}: ${whyNoFeature(cell)}`, file);
      }
      features[at++] = value;
    }
    targetColumns.forEach((column, i) => targets[i].push(record.cells[column]));
    lines.push(record.line);
  };

  const begin = (): CsvLayout => {
    const found = csvLayout(head, options.target, options.header, file);
    targets = found.targets.map(() => []);
    for (const record of found.header ? head.slice(1) : head) add(record, found);
    return found;
  };

  for await (const record of records) {
    if (layout) {
      add(record, layout);
      if (lines.length % 10_000 === 0) await breathe(context, `Reading ${file}`, 0);
    } else if (head.push(record) === 2) {
      layout = begin();
    }
  }
  if (head.length > 0) layout ??= begin();
  if (!layout || lines.length === 0) {
    throw new DataError('empty', `${file} has no rows of data. Download the file again.`, file);
  }
  const size = lines.length * (layout.columns.length - layout.targets.length);
  return { layout, features: features.subarray(0, size), targets, lines };
}

/** Room for more rows. All are there twice while they move, and again when they are split; a target is a text. */
function grown(
  values: Float32Array,
  atLeast: number,
  rows: number,
  file: string,
): Float32Array<ArrayBuffer> {
  const length = 2 * values.length + 1024 * atLeast;
  assertFits(2 * 4 * length + 100 * rows, `Reading ${file}`, 'Use a smaller table.', file);
  const more = new Float32Array(length);
  more.set(values);
  return more;
}

function whyNoFeature(cell: string): string {
  if (/^[+-]?\d+,\d+$/.test(cell))
    return `\`${cell}\` is not a number. Write a point before the decimals: \`${cell.replace(',', '.')}\`.`;
  const found = isNumber(cell) ? 'is too large for float32' : 'is not a number';
  return `\`${cell}\` ${found}. Features must be numbers; replace or remove the column, or make it the \`target\`.`;
}
