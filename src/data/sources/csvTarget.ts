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
  if (layout.classes) return true;
  const different = new Set(targets);
  if (![...different].every(isNumber)) return true;
  return (
    different.size <= mostNumberedClasses &&
    2 * different.size <= targets.length &&
    [...different].every((cell) => Number.isInteger(Number(cell)))
  );
}

/** The targets as class numbers (names in order, numbers by size) or as values. Throws `DataError`. */
export function readTargets(
  table: CsvTable,
  task: CsvTask,
  file: string,
): { target: Dataset['target']; targets: Int32Array | Float32Array } {
  const { layout, targets, lines } = table;
  const column = layout.columns[layout.target];
  if (task === 'values' || (task === 'auto' && !holdsClasses(table))) {
    const bad = targets.findIndex((cell) => !isNumber(cell));
    if (bad >= 0) {
      throw new DataError(
        'bad-format',
        `${file}, line ${lines[bad]}, column \`${column}\`: \`${targets[bad]}\` is not a number. Use \`task: classes\` for ` +
          'names.',
        file,
      );
    }
    const large = targets.findIndex((cell) => !Number.isFinite(Math.fround(Number(cell))));
    if (large >= 0) {
      throw new DataError(
        'bad-format',
        `${file}, line ${lines[large]}, column \`${column}\`: \`${targets[large]}\` is too large for float32. Scale the ` +
          'column.',
        file,
      );
    }
    return {
      target: { kind: 'values', names: [column] },
      targets: Float32Array.from(targets, Number),
    };
  }
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
  { targets, lines }: CsvTable,
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
