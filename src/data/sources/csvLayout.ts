import { isNumber } from '../classNames';
import { DataError } from '../dataset';
import type { CsvRecord } from './csvRecords';

/** What the first lines of a table say about its columns. */
export interface CsvLayout {
  readonly columns: readonly string[];
  /** Columns of the targets. */
  readonly targets: readonly number[];
  /** Whether the first record is a header. */
  readonly header: boolean;
  /** Class names that a header of scikit-learn's form gives. */
  readonly classes?: readonly string[];
}

const isCount = (cell: string): boolean => /^\d+$/.test(cell);

/**
 * Finds header, columns and target from the first two records. A header is taken for one when a cell is no number and
 * the one below it is, or when none of its cells is a number: features must be. scikit-learn's form is known as well:
 * `SAMPLES,FEATURES,class,class,…` over rows of features and a class number.
 */
export function csvLayout(
  [first, second]: readonly CsvRecord[],
  wanted: readonly string[] | undefined,
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
  const targets = wanted
    ? wanted.map((name) => columnOf(name, columns, file))
    : [columns.length - 1];
  const twice = targets.find((column, i) => targets.indexOf(column) < i);
  if (targets.length === 0 || twice !== undefined || targets.length === columns.length) {
    const found =
      twice === undefined
        ? targets.length === 0
          ? 'names no column'
          : 'takes every column and leaves no features'
        : `names \`${columns[twice]}\` twice`;
    throw new DataError('bad-format', `\`target\` ${found} of ${file}. Correct the list.`, file);
  }
  return { columns, targets, header: named || classes !== undefined, ...(classes && { classes }) };
}

function columnOf(name: string, columns: readonly string[], file: string): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  throw new DataError(
    'bad-format',
    `${file} has no column \`${name}\`. Its columns are ${listed(columns)}.`,
    file,
  );
}

const mostListed = 20;

function listed(columns: readonly string[]): string {
  const names = columns.slice(0, mostListed).map((name) => `\`${name}\``);
  const others = columns.length - names.length;
  return names.join(', ') + (others > 0 ? ` and ${others} others` : '');
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
