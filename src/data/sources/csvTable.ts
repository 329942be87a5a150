import { isNumber } from '../classNames';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { breathe, type DataContext } from '../source';
import { chooseColumns } from '../table/columns';
import { isSequential, type TableValues } from '../table/parameters';
import type { Table } from '../table/table';
import { csvLayout } from './csvLayout';
import type { CsvRecord } from './csvRecords';

const missing = new Set(['', '?', 'na', 'n/a', 'nan', 'null', 'none']);
/** Whether a cell says that there is nothing. */
export const isMissing = (cell: string): boolean => missing.has(cell.toLowerCase());

/**
 * Reads all records; every feature must be a number, and no cell that is used may be missing, but for targets of steps. Throws
 * `DataError`.
 */
export async function readTable(
  records: AsyncIterable<CsvRecord>,
  values: TableValues & { header: 'auto' | 'yes' | 'no' },
  file: string,
  context: DataContext,
): Promise<Table> {
  const head: CsvRecord[] = [];
  let rows: Rows | undefined;
  const begin = (): Rows => {
    const layout = csvLayout(head, values.header, file);
    const begun = new Rows(layout, values, file);
    for (const record of layout.header ? head.slice(1) : head) begun.add(record);
    return begun;
  };
  for await (const record of records) {
    if (rows) {
      rows.add(record);
      if (rows.count % 10_000 === 0) await breathe(context, `Reading ${file}`, 0);
    } else if (head.push(record) === 2) {
      rows = begin();
    }
  }
  if (head.length > 0) rows ??= begin();
  if (!rows || rows.count === 0) {
    throw new DataError('empty', `${file} has no rows of data. Download the file again.`, file);
  }
  return rows.table();
}

/** Rows of a table that grows. */
class Rows {
  private readonly chosen: Table['chosen'];
  private readonly targets: string[][];
  private readonly sequences: string[] = [];
  private readonly lines: number[] = [];
  private features = new Float32Array(0);

  constructor(
    private readonly layout: ReturnType<typeof csvLayout>,
    private readonly values: TableValues,
    private readonly file: string,
  ) {
    this.chosen = chooseColumns(layout.columns, values, file);
    this.targets = this.chosen.targets.map(() => []);
  }

  get count(): number {
    return this.lines.length;
  }

  add(record: CsvRecord): void {
    const { file, chosen, count, layout } = this;
    const { cells, line } = record;
    if (cells.length !== layout.columns.length) {
      throw new DataError(
        'bad-format',
        `${file}, line ${line}: found ${cells.length} cells; expected ${layout.columns.length}. Correct the line, ` +
          'or give the `delimiter`.',
        file,
      );
    }
    const width = chosen.features.length;
    if ((count + 1) * width > this.features.length)
      this.features = grown(this.features, width, count, file);
    chosen.features.forEach((column, i) => {
      this.features[count * width + i] = this.feature(record, column);
    });
    chosen.targets.forEach((column, i) => this.targets[i].push(this.target(record, column)));
    if (chosen.sequence !== undefined) {
      this.assertThere(record, chosen.sequence);
      this.sequences.push(cells[chosen.sequence]);
    }
    this.lines.push(line);
  }

  table(): Table {
    const { layout, chosen, count, targets, sequences, lines } = this;
    return {
      columns: layout.columns,
      chosen,
      count,
      features: this.features.subarray(0, count * chosen.features.length),
      targets,
      ...(chosen.sequence !== undefined && { sequences }),
      ...(layout.classes && { classes: layout.classes }),
      place: (row) => `line ${lines[row]}`,
    };
  }

  private feature(record: CsvRecord, column: number): number {
    this.assertThere(record, column);
    const cell = record.cells[column];
    const value = Math.fround(Number(cell));
    if (Number.isFinite(value)) return value;
    const { file } = this;
    throw new DataError('bad-format', `${this.place(record, column)}: ${whyNoFeature(cell)}`, file);
  }

  private target(record: CsvRecord, column: number): string {
    const cell = record.cells[column];
    if (isSequential(this.values) && isMissing(cell)) return '';
    this.assertThere(record, column);
    return cell;
  }

  private assertThere(record: CsvRecord, column: number): void {
    const cell = record.cells[column];
    if (!isMissing(cell)) return;
    throw new DataError(
      'bad-format',
      `${this.place(record, column)}: the value is missing (\`${cell}\`). Fill it in or remove the line.`,
      this.file,
    );
  }

  private place({ line }: CsvRecord, column: number): string {
    return `${this.file}, line ${line}, column ${column + 1} (\`${this.layout.columns[column]}\`)`;
  }
}

/** Room for more rows. All are there twice while they move, and again when they are split; a target is a text. */
function grown(
  values: Float32Array,
  width: number,
  rows: number,
  file: string,
): Float32Array<ArrayBuffer> {
  const length = 2 * values.length + 1024 * width;
  assertFits(2 * 4 * length + 100 * rows, `Reading ${file}`, 'Use a smaller table.', file);
  const more = new Float32Array(length);
  more.set(values);
  return more;
}

function whyNoFeature(cell: string): string {
  if (/^[+-]?\d+,\d+$/.test(cell))
    return `\`${cell}\` is not a number. Write a point before the decimals: \`${cell.replace(',', '.')}\`.`;
  const found = isNumber(cell) ? 'is too large for float32' : 'is not a number';
  return `\`${cell}\` ${found}. Features must be numbers; leave the column out of \`features\`, or make it the \`target\`.`;
}
