import { isNumber, ordered } from '../classNames';
import { DataError, type Dataset } from '../dataset';
import { mostClasses } from '../labels';
import { formatInteger } from '../../text/numbers';
import type { CsvTable } from './csvTable';

export type CsvTask = 'auto' | 'classes' | 'values';

/** More different whole numbers than these are taken for values, not for classes. */
const mostNumberedClasses = 20;

/** Whether the target column holds classes: words do, and few whole numbers that repeat. */
function holdsClasses({ targets, layout }: CsvTable): boolean {
  const [column, ...others] = targets;
  if (others.length > 0) return false;
  if (layout.classes) return true;
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
  table: CsvTable,
  task: CsvTask,
  file: string,
): { target: Dataset['target']; targets: Int32Array | Float32Array } {
  const { layout } = table;
  const columns = layout.targets.map((column) => layout.columns[column]);
  if (task === 'values' || (task === 'auto' && !holdsClasses(table))) {
    const values = table.targets.map((cells, i) => valuesOf(cells, columns[i], table, file));
    const count = columns.length;
    const targets = new Float32Array(count * table.lines.length);
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
  { lines, targets }: CsvTable,
  file: string,
): Float32Array {
  const bad = cells.findIndex((cell) => !isNumber(cell));
  if (bad >= 0) {
    throw new DataError(
      'bad-format',
      `${file}, line ${lines[bad]}, column \`${column}\`: \`${cells[bad]}\` is not a number. ` +
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
      `${file}, line ${lines[large]}, column \`${column}\`: \`${cells[large]}\` is too large for float32. Scale the column.`,
      file,
    );
  }
  return Float32Array.from(cells, Number);
}

function classesOf(
  table: CsvTable,
  file: string,
): { target: Dataset['target']; targets: Int32Array } {
  const { layout } = table;
  const [targets] = table.targets;
  const column = layout.columns[layout.targets[0]];
  if (layout.classes) return numbered(table, layout.classes, file);
  const names = ordered(targets);
  if (names.length < 2) {
    throw new DataError(
      'bad-format',
      `${file}, column \`${column}\` holds a single class, \`${names[0]}\`; expected two or more. Is it the right \`target\`?`,
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
    targets: Int32Array.from(targets, (cell) => labels.get(cell) ?? 0),
  };
}

/** Targets that are numbers of named classes. */
function numbered(
  { targets: [targets], lines }: CsvTable,
  names: readonly string[],
  file: string,
): { target: Dataset['target']; targets: Int32Array } {
  const bad = targets.findIndex((cell) => !/^\d+$/.test(cell) || Number(cell) >= names.length);
  if (bad >= 0) {
    throw new DataError(
      'label-out-of-range',
      `${file}, line ${lines[bad]}: label \`${targets[bad]}\` is out of range; expected 0 to ${names.length - 1} for the ` +
        `classes ${names.join(', ')} of the first line.`,
      file,
    );
  }
  return { target: { kind: 'classes', names }, targets: Int32Array.from(targets, Number) };
}
