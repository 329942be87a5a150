import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { DataError } from '../dataset';

/** One line of a table, with its number in the file for messages (the last one of a quoted cell with line breaks). */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** The records of CSV text (RFC 4180, any delimiter, empty lines skipped); throws `DataError`. */
export async function* csvRecords(
  bytes: Uint8Array,
  file: string,
  delimiter: string | undefined,
): AsyncGenerator<CsvRecord, void> {
  assertText(bytes, file);
  const parser = parse({
    delimiter: delimiter ?? detectDelimiter(bytes),
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    // The width is checked by the reader, which knows the columns' names.
    relax_column_count: true,
  });
  // A failure ends the parser too, which then throws it below.
  pipeline(Readable.from(decode(bytes)), parser, () => {});
  try {
    for await (const item of parser) {
      const { record, info } = item as { record: string[]; info: { lines: number } };
      yield { cells: record, line: info.lines };
    }
  } catch (error) {
    if (error instanceof CsvError) {
      throw new DataError(
        'bad-format',
        `${file} is not a valid table: ${error.message}. Correct the line, or name the \`delimiter\`.`,
        file,
      );
    }
    if (error instanceof TypeError) {
      throw notText(file, 'bytes that are not UTF-8', 'Save the table as UTF-8.');
    }
    throw error;
  }
}

function* decode(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const piece = 1 << 16;
  for (let from = 0; from < bytes.length; from += piece) {
    yield decoder.decode(bytes.subarray(from, from + piece), { stream: true });
  }
  yield decoder.decode();
}

function assertText(bytes: Uint8Array, file: string): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw notText(file, 'UTF-16 text', 'Save the table as UTF-8.');
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw notText(file, `binary data (a zero byte at position ${zero})`, 'Is it the right file?');
  }
}

const notText = (file: string, found: string, advice: string) =>
  new DataError(
    'bad-format',
    `${file} holds ${found}; expected a table as UTF-8 text. ${advice}`,
    file,
  );

/** The first of these that stands equally often in each of the first lines, a first line apart: that may be special. */
function detectDelimiter(bytes: Uint8Array): string {
  const lines = Buffer.from(bytes.subarray(0, 1 << 14))
    .toString('utf8')
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  // The last one may be cut off.
  const sample = lines.length > 2 ? lines.slice(1, -1) : lines;
  for (const delimiter of ['\t', ';', '|', ',', ' ']) {
    const counts = new Set(sample.map((line) => line.trim().split(delimiter).length));
    if (counts.size === 1 && !counts.has(1)) return delimiter;
  }
  return ',';
}
