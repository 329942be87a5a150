import { open, type FileHandle } from 'node:fs/promises';
import { type FileMetaData, parquetMetadata, type SchemaElement } from 'hyparquet';
import { DataError } from '../dataset';
import { assertFits } from '../memoryLimit';
import { describe } from '../read';
import type { DataContext } from '../source';
import { codecs, isCodec } from './decompress';
import { pageValues } from './pages';
import { endOfStruct } from './thrift';

/** A longer description is none of a table that fits in memory. */
const longestFooter = 1 << 24;
const magic = 'PAR1';

const types = new Set([
  'BOOLEAN',
  'INT32',
  'INT64',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
]);

/** What a Parquet file says of itself. */
export interface ParquetFile {
  readonly columns: readonly string[];
  readonly rows: number;
  /** Whether a column is of texts. */
  isText(column: number): boolean;
  /** The values of a column, group by group; throws `DataError`. */
  values(column: number): AsyncGenerator<ArrayLike<unknown>, void>;
}

/** Opens a file while `use` needs it; throws `DataError`. */
export async function withParquet<T>(
  path: string,
  context: DataContext,
  use: (file: ParquetFile) => Promise<T>,
): Promise<T> {
  try {
    const handle = await open(path);
    try {
      const { size, mtimeMs: modified } = await handle.stat();
      context.onRead?.({ path, size, modified });
      return await use(await fileOf(handle, size, path, context));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw describe(error, path, context);
  }
}

const bad = (path: string, found: string, advice = 'Save or download it again.') =>
  new DataError('bad-format', `${path} ${found}. ${advice}`, path);

/** What `read` gives; an error of the reader means that the file is damaged. */
function sound<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw bad(path, `is damaged: ${what} cannot be read (${(error as Error).message})`);
  }
}

async function bytesAt(handle: FileHandle, start: number, length: number, path: string) {
  // In memory of its own: numbers are read in place, from its beginning.
  const bytes = new Uint8Array(new ArrayBuffer(length));
  const { bytesRead } = await handle.read(bytes, 0, length, start);
  if (bytesRead === length) return bytes;
  throw new DataError('truncated', `${path} ends too early. Download it again.`, path);
}

async function fileOf(
  handle: FileHandle,
  size: number,
  path: string,
  context: DataContext,
): Promise<ParquetFile> {
  const tail = await bytesAt(handle, Math.max(0, size - 8), Math.min(8, size), path);
  const length = size < 12 ? -1 : new DataView(tail.buffer).getUint32(0, true);
  if (length < 0 || Buffer.from(tail.subarray(4)).toString('latin1') !== magic)
    throw bad(path, 'is not a Parquet file, or ends too early');
  if (length > Math.min(longestFooter, size - 8))
    throw bad(path, 'has a description that cannot be');
  const footer = await bytesAt(handle, size - 8 - length, length + 8, path);
  const metadata = sound(path, 'its description', () => {
    endOfStruct(footer.subarray(0, length), 0);
    return parquetMetadata(footer, { geoparquet: false });
  });
  const leaves = sound(path, 'its description', () => topColumns(metadata.schema));
  const rows = Number(metadata.num_rows);
  const inGroups = metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  if (!(rows >= 0 && rows === inGroups)) throw bad(path, 'counts its rows in two ways');
  return {
    columns: leaves.map(({ element }) => element.name),
    rows,
    isText: (column) => isText(leaves[column].element),
    async *values(column) {
      const { element, leaf } = leaves[column];
      if (leaf === undefined || !types.has(element.type ?? ''))
        throw bad(
          path,
          `has lists, records or unknown values in the column \`${element.name}\``,
          'Save numbers or words, a column for each.',
        );
      for (const group of metadata.row_groups) {
        context.signal?.throwIfAborted();
        const chunk = sound(path, 'its description', () =>
          chunkOf(group, leaf, element, path, size),
        );
        const bytes = await bytesAt(handle, chunk.start, chunk.length, path);
        yield* within(path, `the column \`${element.name}\``, pageValues(bytes, chunk));
      }
    },
  };
}

function* within<T>(path: string, what: string, values: Generator<T>): Generator<T, void> {
  for (;;) {
    const next = sound(path, what, () => values.next());
    if (next.done) return;
    yield next.value;
  }
}

/** The columns of a table, and which of the columns stored each is: none, where it consists of several. */
function topColumns(schema: readonly SchemaElement[]): { element: SchemaElement; leaf?: number }[] {
  const found: { element: SchemaElement; leaf?: number }[] = [];
  let leaf = 0;
  for (let at = 1; at < schema.length;) {
    const element = schema[at];
    const isFlat = !element.num_children && element.repetition_type !== 'REPEATED';
    found.push({ element, ...(isFlat && { leaf }) });
    // Elements of the column that are still to come.
    for (let left = 1; left > 0; at++) {
      const children = schema[at].num_children ?? 0;
      if (children === 0) leaf++;
      left += children - 1;
    }
  }
  return found;
}

const isText = ({ type, converted_type, logical_type }: SchemaElement): boolean =>
  type === 'BYTE_ARRAY' && converted_type !== 'DECIMAL' && logical_type?.type !== 'DECIMAL';

function chunkOf(
  { columns, num_rows }: FileMetaData['row_groups'][number],
  leaf: number,
  element: SchemaElement,
  path: string,
  size: number,
) {
  const stored = columns[leaf].meta_data;
  const rows = Number(num_rows);
  if (!stored || stored.path_in_schema.join('.') !== element.name || stored.type !== element.type)
    throw new RangeError('columns stand in another order');
  if (!isCodec(stored.codec))
    throw bad(
      path,
      `is compressed with ${stored.codec}`,
      `Save it with one of ${codecs.join(', ')}.`,
    );
  const offsets = [stored.data_page_offset, stored.dictionary_page_offset ?? 0n].map(Number);
  const start = Math.min(...offsets.filter((offset) => offset > 0));
  const length = Number(stored.total_compressed_size);
  if (!(rows >= 0 && Number(stored.num_values) === rows && start >= 0 && length >= 0))
    throw new RangeError('a column has no such size');
  if (start + length > size) throw new RangeError('a column ends behind the file');
  assertFits(
    Number(stored.total_uncompressed_size) + 40 * rows,
    `Reading ${path}`,
    'Use a smaller table.',
    path,
  );
  return { start, length, rows, element, codec: stored.codec };
}
