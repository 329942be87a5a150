import { isNumber } from '../classNames';
import { DataError } from '../dataset';
import type { CsvRecord } from './csvRecords';

/** What the first lines of a table say about its columns. */
export interface CsvLayout {
  readonly columns: readonly string[];
  /** Whether the first record is a header. */
  readonly header: boolean;
  /** Class names that a header of scikit-learn's form gives. */
  readonly classes?: readonly string[];
}

const isCount = (cell: string): boolean => /^\d+$/.test(cell);

/**
 * Finds header and columns from the first two records. A header is taken for one when a cell is no number and
 * the one below it is, or when none of its cells is a number: features must be. scikit-learn's form is known as well:
 * `SAMPLES,FEATURES,class,class,…` over rows of features and a class number.
 */
export function csvLayout(
  [first, second]: readonly CsvRecord[],
  header: 'auto' | 'yes' | 'no',
  file: string,
): CsvLayout {
  const width = (second ?? first).cells.length;
  const classes = header === 'auto' && second ? scikitClasses(first, width) : undefined;
  const named =
    classes === undefined &&
    (header === 'yes' ||
      (header === 'auto' &&
        (!first.cells.some(isNumber) ||
          first.cells.some((cell, i) => !isNumber(cell) && isNumber(second?.cells[i] ?? '')))));
  const columns = named
    ? first.cells.map((name, i) => name || String(i + 1))
    : Array.from({ length: width }, (_, i) => String(i + 1));
  if (columns.length < 2) {
    throw new DataError(
      'bad-format',
      `${file} has a single column, \`${columns[0]}\`; expected features and a target. Give the \`delimiter\` if the ` +
        'cells are separated by something else.',
      file,
    );
  }
  return { columns, header: named || classes !== undefined, ...(classes && { classes }) };
}

function scikitClasses({ cells }: CsvRecord, width: number): readonly string[] | undefined {
  const [samples, features, ...names] = cells;
  const fits =
    isCount(samples) &&
    isCount(features ?? '') &&
    Number(features) === width - 1 &&
    names.length >= 2 &&
    names.every((name) => name !== '' && !isNumber(name));
  return fits ? names : undefined;
}
