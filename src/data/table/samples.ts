import { elements } from '../../shape/elements';
import { formatInteger, formatShape } from '../../text/numbers';
import { DataError, type Target } from '../dataset';
import { heldOutCount, holdOut, pick } from '../holdOut';
import { assertFits } from '../memoryLimit';
import type { Samples } from '../samples';
import type { SourceData } from '../source';
import { isSequential, type TableValues } from './parameters';
import type { Table } from './table';
import { readTargets } from './targets';

/** Samples of a table, row by row or as sequences of rows; throws `DataError`. */
export function tableData(table: Table, values: TableValues, file: string): SourceData {
  const { target, targets } = readTargets(table, values.task, file);
  const rows = { count: table.count, inputs: table.features, targets };
  const features = table.chosen.features.map((column) => table.columns[column]);
  const width = table.chosen.features.length;
  const inputShape = featureShape(width, values, file);
  if (isSequential(values)) {
    return { features, ...sequences(table, rows, target, values, file) };
  }
  const members = holdOut(rows.count, values.test, values.seed, file);
  const part = (of: Int32Array) => pick(rows, of);
  const named = inputShape.length === 1 && { features };
  return { inputShape, ...named, target, train: part(members.train), test: part(members.test) };
}

/** Shape of the features of a row; throws `DataError`. */
export function featureShape(
  width: number,
  { shape, ...values }: TableValues,
  file: string,
): readonly number[] {
  if (shape === undefined) return [width];
  if (isSequential({ shape, ...values })) {
    throw new DataError(
      'bad-format',
      '`shape` is for samples of one row; with `steps` or `sequence` a sample is [steps, features]. Leave it out.',
      file,
    );
  }
  if (elements(shape) === width) return shape;
  throw new DataError(
    'bad-format',
    `${file} has ${width} features, which do not fill the shape ${formatShape(shape)}. Correct \`shape\`.`,
    file,
  );
}

function sequences(
  { sequences, chosen }: Table,
  rows: Samples,
  target: Target,
  values: TableValues,
  file: string,
): SourceData {
  const whole = sequences
    ? grouped(sequences)
    : [Int32Array.from({ length: rows.count }, (_, i) => i)];
  const steps = values.steps ?? whole.reduce((most, { length }) => Math.max(most, length), 0);
  const pieces = whole.map((rows) => cut(rows, steps));
  // What is tested on as a whole: sequences, where rows say which they belong to.
  const units = sequences ? pieces : pieces.flat().map((piece) => [piece]);
  const members = sequences
    ? holdOut(units.length, values.test, values.seed, file, 'sequences')
    : lastOnes(units.length, values.test, file);
  const width = chosen.features.length;
  const part = (of: Int32Array) => {
    const chosenPieces = Array.from(of, (unit) => units[unit]).flat();
    return stacked(chosenPieces, rows, steps, width, target, file);
  };
  return {
    inputShape: [steps, width],
    target: { ...target, steps },
    train: part(members.train),
    test: part(members.test),
  };
}

/** Rows by the sequence they belong to, in the order in which these begin. */
function grouped(sequences: readonly string[]): Int32Array[] {
  const groups = new Map<string, number[]>();
  sequences.forEach((name, row) => {
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  });
  return [...groups.values()].map((rows) => Int32Array.from(rows));
}

const cut = (rows: Int32Array, steps: number): Int32Array[] =>
  Array.from({ length: Math.ceil(rows.length / steps) }, (_, i) =>
    rows.subarray(i * steps, (i + 1) * steps),
  );

function lastOnes(count: number, test: number, file: string) {
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const train = count - heldOutCount(count, test, file, 'sequences');
  return { train: all.subarray(0, train), test: all.subarray(train) };
}

/** Rows one after the other, those that a sequence lacks without targets. */
function stacked(
  pieces: readonly Int32Array[],
  rows: Samples,
  steps: number,
  width: number,
  target: Target,
  file: string,
): Samples {
  const count = pieces.length;
  const wide = target.kind === 'classes' ? 1 : target.names.length;
  assertFits(
    4 * count * steps * (width + wide),
    `${formatInteger(count)} sequences of ${formatInteger(steps)} steps`,
    'Cut them with `steps`.',
    file,
  );
  const inputs = new Float32Array(count * steps * width);
  const targets =
    target.kind === 'classes'
      ? new Int32Array(count * steps).fill(-1)
      : new Float32Array(count * steps * wide).fill(NaN);
  pieces.forEach((piece, i) =>
    piece.forEach((row, step) => {
      const at = i * steps + step;
      inputs.set(rows.inputs.subarray(row * width, (row + 1) * width), at * width);
      targets.set(rows.targets.subarray(row * wide, (row + 1) * wide), at * wide);
    }),
  );
  return { count, inputs, targets };
}
