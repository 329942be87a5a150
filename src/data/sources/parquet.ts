import { string, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { type ParquetFile, withParquet } from '../parquet/file';
import { locate } from '../search';
import { breathe, type DataContext, type Probe, type SourceEntry } from '../source';
import { chooseColumns } from '../table/columns';
import { isSequential, tableDetails, tableParameters, type TableValues } from '../table/parameters';
import { probeOf, tableProbe } from '../table/probe';
import { tableData } from '../table/samples';
import type { Table } from '../table/table';

const parameters = {
  file: naming('file', string('The Parquet file that holds the table.')),
  ...tableParameters,
};

type ParquetValues = Values<typeof parameters>;

/** A table of fewer cells is loaded to know its classes. */
const mostProbed = 1 << 18;

const placeOf = (row: number): string => `row ${row + 1}`;

async function readTable(
  parquet: ParquetFile,
  values: TableValues,
  file: string,
  context: DataContext,
): Promise<Table> {
  const { columns, rows: count } = parquet;
  const chosen = chooseColumns(columns, values, file);
  const width = chosen.features.length;
  if (count === 0) throw new DataError('empty', `${file} has no rows. Save some.`, file);
  // All are there twice when they are split; a target is a text.
  assertFits(8 * count * width + 100 * count, `Reading ${file}`, 'Use a smaller table.', file);
  const features = new Float32Array(count * width);
  const bad = (row: number, column: number, what: string) =>
    new DataError(
      'bad-format',
      `${file}, ${placeOf(row)}, column \`${columns[column]}\`: ${what}`,
      file,
    );
  const each = async (column: number, take: (value: unknown, row: number) => void) => {
    await breathe(context, `Reading ${file}`, column / columns.length);
    let row = 0;
    for await (const page of parquet.values(column)) {
      for (let i = 0; i < page.length && row < count; i++) take(page[i], row++);
    }
  };
  const cells = async (column: number, mayMiss: boolean) => {
    const found = new Array<string>(count);
    await each(column, (value, row) => {
      found[row] = isScalar(value) ? String(value) : '';
      if (mayMiss && (value === null || found[row] !== '')) return;
      if (found[row] === '') throw bad(row, column, missing);
    });
    return found;
  };
  for (const [i, column] of chosen.features.entries()) {
    await each(column, (value, row) => {
      if (value === null || Number.isNaN(value)) throw bad(row, column, missing);
      const number =
        isScalar(value) && typeof value !== 'string' ? Math.fround(Number(value)) : NaN;
      features[row * width + i] = number;
      if (!Number.isFinite(number)) throw bad(row, column, whyNoFeature(value));
    });
  }
  const targets: string[][] = [];
  for (const column of chosen.targets) targets.push(await cells(column, isSequential(values)));
  const { sequence } = chosen;
  return {
    columns,
    chosen,
    count,
    features,
    targets,
    ...(sequence !== undefined && { sequences: await cells(sequence, false) }),
    place: placeOf,
  };
}

const missing = 'the value is missing. Fill it in or leave the row out.';

/** What has a text of its own; a NaN is a missing number. */
const isScalar = (value: unknown): value is string | number | bigint | boolean =>
  ['string', 'bigint', 'boolean'].includes(typeof value) ||
  (typeof value === 'number' && !Number.isNaN(value));

const whyNoFeature = (value: unknown): string =>
  `${isScalar(value) ? `\`${String(value).slice(0, 40)}\`` : 'the value'} is ` +
  `${typeof value === 'number' || typeof value === 'bigint' ? 'too large for float32' : 'not a number'}. Features must be numbers; ` +
  'leave the column out of `features`, or make it the `target`.';

async function find<T>(
  { file }: ParquetValues,
  context: DataContext,
  use: (parquet: ParquetFile, file: string) => Promise<T>,
): Promise<T> {
  const path = await locate([file], context);
  return withParquet(path, context, (parquet) => use(parquet, path));
}

const load: SourceEntry<typeof parameters>['load'] = (values, context) =>
  find(values, context, async (parquet, file) =>
    tableData(await readTable(parquet, values, file, context), values, file),
  );

const probe = (values: ParquetValues, context: DataContext): Promise<Probe | undefined> =>
  find(values, context, async (parquet, file) => {
    const { columns, rows } = parquet;
    if (rows * columns.length <= mostProbed)
      return probeOf(tableData(await readTable(parquet, values, file, context), values, file));
    const { features, targets } = chooseColumns(columns, values, file);
    const found = { features: features.length, targets: targets.length };
    return tableProbe({ ...found, words: parquet.isText(targets[0]) }, values, file);
  });

export const parquet: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'parquet',
  summary: 'A table in a Parquet file, as pandas, Polars, Spark and DuckDB save it.',
  details:
    `As [csv](#csv): columns of numbers, of truth values as 0 and 1, and of words. ${tableDetails} Pages may be compressed with Snappy, ` +
    'gzip, Brotli or Zstandard; lists, records and dates cannot be features. [Format](https://parquet.apache.org/docs/file-format/)',
  parameters,
  example: 'source parquet("iris.parquet", target: "species", test: 0.2)',
  load,
  probe,
};
