import { optional, string, word, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { isNumber } from '../classNames';
import { dataPieces, readHead } from '../read';
import { locate } from '../search';
import type { DataContext, Probe, SourceData, SourceEntry } from '../source';
import { chooseColumns } from '../table/columns';
import { tableDetails, tableParameters } from '../table/parameters';
import { probeOf, tableProbe } from '../table/probe';
import { tableData } from '../table/samples';
import { utf8 } from '../utf8';
import { csvLayout } from './csvLayout';
import { csvRecords, type CsvRecord } from './csvRecords';
import { isMissing, readTable } from './csvTable';

const parameters = {
  file: naming('file', string('The table, plain or compressed with gzip.')),
  ...tableParameters,
  header: word('Whether the first line names the columns.', ['auto', 'yes', 'no'], {
    default: 'auto',
  }),
  delimiter: optional(
    string('The character between cells; detected from the first lines when left out.'),
  ),
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
  const records = csvRecords(utf8(pieces, file), file, values.delimiter);
  return tableData(await readTable(records, values, file, context), values, file);
}

async function probe(values: CsvValues, context: DataContext): Promise<Probe | undefined> {
  const file = await locate([values.file], context);
  const { bytes, whole } = await readHead(file, headSize, context);
  if (whole) return probeOf(await parseCsv([bytes], file, values, context));
  const head: CsvRecord[] = [];
  const cut = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  for await (const record of csvRecords(utf8([cut], file), file, values.delimiter)) {
    if (head.push(record) === 2) break;
  }
  if (head.length < 2) return undefined;
  const { columns, classes } = csvLayout(head, values.header, file);
  const { features, targets } = chooseColumns(columns, values, file);
  const cell = head[1].cells[targets[0]] ?? '';
  return tableProbe(
    {
      features: features.length,
      targets: targets.length,
      words: !isMissing(cell) && !isNumber(cell),
      ...(classes && { classes: classes.length }),
    },
    values,
    file,
  );
}

export const csv: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'csv',
  summary: 'A table of numbers with a column to predict, classes or values, or several of values.',
  details: `${tableDetails} Header and delimiter are detected. [Format](https://www.rfc-editor.org/rfc/rfc4180)`,
  parameters,
  example: 'source csv("iris.csv", target: "species", test: 0.2)',
  load,
  probe,
};
