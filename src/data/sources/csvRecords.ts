import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { quoted } from '../../language/literals';
import { DataError } from '../dataset';

/** One line of a table, with its number in the file for messages (the last one of a quoted cell with line breaks). */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Characters of the longest line. */
const longestRecord = 1 << 21;
/** Characters looked at to find the delimiter. */
const headLength = 1 << 14;

/** The records of CSV text (RFC 4180, any delimiter, empty lines skipped); throws `DataError`. */
export async function* csvRecords(
  text: AsyncGenerator<string, void>,
  file: string,
  delimiter: string | undefined,
): AsyncGenerator<CsvRecord, void> {
  if (delimiter !== undefined) assertDelimiter(delimiter);
  const { head, all } = await peek(text);
  const parser = parse({
    delimiter: delimiter ?? detectDelimiter(head),
    info: true,
    trim: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
    // The width is checked by the reader, which knows the columns' names.
    relax_column_count: true,
  });
  // A failure ends the parser too, which then throws it below.
  pipeline(Readable.from(all), parser, () => {});
  try {
    for await (const item of parser) {
      const { record, info } = item as { record: string[]; info: { lines: number } };
      yield { cells: record, line: info.lines };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(
      'bad-format',
      `${file} is not a valid table: ${error.message}. Correct the line, or give the \`delimiter\`.`,
      file,
    );
  }
}

function assertDelimiter(delimiter: string): void {
  if (delimiter !== '' && !/["\r\n\0]/.test(delimiter)) return;
  throw new DataError(
    'bad-format',
    `\`delimiter: ${quoted(delimiter)}\` cannot separate cells. Write the character that does, as in \`delimiter: ";"\`, or ` +
      'leave it out to have it detected.',
  );
}

/** The first characters of a text, and all of it. */
async function peek(text: AsyncGenerator<string, void>) {
  let head = '';
  while (head.length < headLength) {
    const { value, done } = await text.next();
    if (done) break;
    head += value;
  }
  const all = async function* () {
    yield head;
    yield* text;
  };
  return { head: head.slice(0, headLength), all: all() };
}

/** The first of these that stands equally often in each of the first lines, a first line apart: that may be special. */
function detectDelimiter(head: string): string {
  const lines = head
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
