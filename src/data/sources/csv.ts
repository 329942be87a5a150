import {
  integer,
  integers,
  number,
  optional,
  string,
  strings,
  word,
} from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { isNumber } from '../classNames';
import { DataError } from '../dataset';
import { holdOut, pick } from '../holdOut';
import { dataPieces, readHead } from '../read';
import { locate } from '../search';
import type { DataContext, Probe, SourceData, SourceEntry } from '../source';
import { utf8 } from '../utf8';
import { csvLayout } from './csvLayout';
import { csvRecords, type CsvRecord } from './csvRecords';
import { readTable } from './csvTable';
import { readTargets } from './csvTarget';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';

const parameters = {
  file: string('The table, plain or compressed with gzip.'),
  target: optional(
    strings(
      'Column to predict, by name or by number from 1, or a list of them; the last one when left out.',
    ),
  ),
  test: number('Test samples: a fraction below 1, or a count.', { default: 0.2, minimum: 0 }),
  task: word(
    'What the target is; `auto` treats words, and whole numbers that repeat, as classes.',
    ['auto', 'classes', 'values'],
    { default: 'auto' },
  ),
  header: word('Whether the first line names the columns.', ['auto', 'yes', 'no'], {
    default: 'auto',
  }),
  delimiter: optional(
    string('The character between cells; detected from the first lines when left out.'),
  ),
  shape: optional(integers('Shape of the features, as in `[1, 8, 8]` for images.', { minimum: 1 })),
  seed: integer('Chooses the test samples.', { default: 7 }),
};

type CsvValues = Values<typeof parameters>;

/** So many bytes are read to find the columns of a larger file. */
const headSize = 1 << 20;

async function load(values: CsvValues, context: DataContext): Promise<SourceData> {
  const file = await locate([values.file], context);
  return parseCsv(dataPieces(file, context), file, values, context);
}

async function parseCsv(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  file: string,
  values: CsvValues,
  context: DataContext,
): Promise<SourceData> {
  const table = await readTable(
    csvRecords(utf8(pieces, file), file, values.delimiter),
    { target: values.target, header: values.header },
    file,
    context,
  );
  const { target, targets } = readTargets(table, values.task, file);
  const count = table.lines.length;
  const width = table.features.length / count;
  const samples = { count, inputs: table.features, targets };
  const members = holdOut(count, values.test, values.seed, file);
  return {
    inputShape: inputShape(width, values.shape, file),
    target,
    train: pick(samples, members.train),
    test: pick(samples, members.test),
  };
}

function inputShape(width: number, shape: readonly number[] | undefined, file: string) {
  if (shape === undefined) return [width];
  if (elements(shape) === width) return shape;
  throw new DataError(
    'bad-format',
    `${file} has ${width} features, which do not fill the shape ${formatShape(shape)}. Correct \`shape\`.`,
    file,
  );
}

async function probe(values: CsvValues, context: DataContext): Promise<Probe | undefined> {
  const file = await locate([values.file], context);
  const { bytes, whole } = await readHead(file, headSize, context);
  if (whole) {
    const { inputShape, target, train, test } = await parseCsv([bytes], file, values, context);
    const samples = { train: train.count, test: test.count };
    return { inputShape, kind: target.kind, targets: target.names.length, samples };
  }
  const head: CsvRecord[] = [];
  const cut = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  for await (const record of csvRecords(utf8([cut], file), file, values.delimiter)) {
    if (head.push(record) === 2) break;
  }
  if (head.length < 2) return undefined;
  const layout = csvLayout(head, values.target, values.header, file);
  const shape = inputShape(layout.columns.length - layout.targets.length, values.shape, file);
  const several = layout.targets.length > 1;
  if (values.task === 'values' || several)
    return { inputShape: shape, kind: 'values', targets: layout.targets.length };
  if (layout.classes) return { inputShape: shape, kind: 'classes', targets: layout.classes.length };
  const words = values.task === 'classes' || !isNumber(head[1].cells[layout.targets[0]] ?? '0');
  return { inputShape: shape, kind: words ? 'classes' : undefined };
}

export const csv: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'csv',
  summary: 'A table of numbers with a column to predict, classes or values, or several of values.',
  details:
    'All other columns are features and must be numbers. Words in the target column become classes in the order of their ' +
    'names; several target columns are values, in the order given. Header and delimiter are detected; the test samples are chosen at random by `seed`. ' +
    '[Format](https://www.rfc-editor.org/rfc/rfc4180)',
  parameters,
  example: 'source csv("iris.csv", target: "species", test: 0.2)',
  load,
  probe,
};
