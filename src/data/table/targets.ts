import { isNumber, ordered } from '../classNames';
import { DataError, type Dataset } from '../dataset';
import { mostClasses } from '../labels';
import { formatInteger } from '../../text/numbers';
import type { Table } from './table';

export type TableTask = 'auto' | 'classes' | 'values';

/** More different whole numbers than these are taken for values, not for classes. */
const mostNumberedClasses = 20;

/** A step without a target. */
const isMissing = (cell: string): boolean => cell === '';

/** Whether the target column holds classes: words do, and few whole numbers that repeat. */
function holdsClasses({ targets, classes }: Table): boolean {
  const [all, ...others] = targets;
  if (others.length > 0) return false;
  if (classes) return true;
  const column = all.filter((cell) => !isMissing(cell));
  const different = new Set(column);
  if (![...different].every(isNumber)) return true;
  return (
    different.size <= mostNumberedClasses &&
    2 * different.size <= column.length &&
    [...different].every((cell) => Number.isInteger(Number(cell)))
  );
}

/** The targets as class numbers (names in order, numbers by size) or as values, row by row. Throws `DataError`. */
export function readTargets(
  table: Table,
  task: TableTask,
  file: string,
): { target: Dataset['target']; targets: Int32Array | Float32Array } {
  const columns = table.chosen.targets.map((column) => table.columns[column]);
  if (task === 'values' || (task === 'auto' && !holdsClasses(table))) {
    const values = table.targets.map((cells, i) => valuesOf(cells, columns[i], table, file));
    const count = columns.length;
    const targets = new Float32Array(count * table.count);
    values.forEach((column, i) =>
      column.forEach((value, row) => (targets[row * count + i] = value)),
    );
    return { target: { kind: 'values', names: columns }, targets };
  }
  if (columns.length > 1) {
    throw new DataError(
      'bad-format',
      `${file}: \`task: classes\` takes one column, but \`target\` names ${columns.length}. Name one, or leave \`task\` out.`,
      file,
    );
  }
  return classesOf(table, file);
}

function valuesOf(
  cells: readonly string[],
  column: string,
  { targets, place }: Table,
  file: string,
): Float32Array {
  const bad = cells.findIndex((cell) => !isMissing(cell) && !isNumber(cell));
  if (bad >= 0) {
    throw new DataError(
      'bad-format',
      `${file}, ${place(bad)}, column \`${column}\`: \`${cells[bad]}\` is not a number. ` +
        (targets.length > 1
          ? 'Several targets must be numbers.'
          : 'Use \`task: classes\` for names.'),
      file,
    );
  }
  const large = cells.findIndex((cell) => !Number.isFinite(Math.fround(Number(cell))));
  if (large >= 0) {
    throw new DataError(
      'bad-format',
      `${file}, ${place(large)}, column \`${column}\`: \`${cells[large]}\` is too large for float32. Scale the column.`,
      file,
    );
  }
  return Float32Array.from(cells, (cell) => (isMissing(cell) ? NaN : Number(cell)));
}

function classesOf(table: Table, file: string): { target: Dataset['target']; targets: Int32Array } {
  const [targets] = table.targets;
  const column = table.columns[table.chosen.targets[0]];
  if (table.classes) return numbered(table, table.classes, file);
  const names = ordered(targets.filter((cell) => !isMissing(cell)));
  if (names.length < 2) {
    throw new DataError(
      'bad-format',
      `${file}, column \`${column}\` holds ${names.length === 0 ? 'no class' : `a single class, \`${names[0]}\``}; expected two or more. Is it the right \`target\`?`,
      file,
    );
  }
  if (names.length > mostClasses) {
    throw new DataError(
      'bad-format',
      `${file}, column \`${column}\` holds ${formatInteger(names.length)} different classes; there can be ` +
        `${formatInteger(mostClasses)}. Is it the right \`target\`? Numbers to predict are \`task: values\`.`,
      file,
    );
  }
  const labels = new Map(names.map((name, label) => [name, label]));
  return {
    target: { kind: 'classes', names },
    targets: Int32Array.from(targets, (cell) => labels.get(cell) ?? -1),
  };
}

/** Targets that are numbers of named classes. */
function numbered(
  { targets: [targets], place }: Table,
  names: readonly string[],
  file: string,
): { target: Dataset['target']; targets: Int32Array } {
  const bad = targets.findIndex(
    (cell) => !isMissing(cell) && (!/^\d+$/.test(cell) || Number(cell) >= names.length),
  );
  if (bad >= 0) {
    throw new DataError(
      'label-out-of-range',
      `${file}, ${place(bad)}: label \`${targets[bad]}\` is out of range; expected 0 to ${names.length - 1} for the ` +
        `classes ${names.join(', ')} of the first line.`,
      file,
    );
  }
  return {
    target: { kind: 'classes', names },
    targets: Int32Array.from(targets, (cell) => (isMissing(cell) ? -1 : Number(cell))),
  };
}
