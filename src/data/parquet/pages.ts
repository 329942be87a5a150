import type { SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convertWithDictionary, convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readDataPage } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { decompress } from './decompress';
import { endOfStruct } from './thrift';

/** Encodings whose reader stays within what a page holds, once its runs are checked. */
const encodings = new Set([
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE_DICTIONARY',
  'RLE',
  'BYTE_STREAM_SPLIT',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
]);

interface Chunk {
  readonly element: SchemaElement;
  readonly codec: string;
  readonly rows: number;
}

type Values = ArrayLike<unknown>;

/**
 * The values of a column in a group of rows, null where one is missing. hyparquet decodes them; that no page makes it write more than
 * there are rows, or read a structure without end, is made sure of here. Throws any error where the bytes are not as they should be.
 */
export function* pageValues(bytes: Uint8Array, chunk: Chunk): Generator<Values> {
  const { element, codec, rows } = chunk;
  const schemaPath = [{ element: { name: 'root' } }, { element }].map((each) => ({
    ...each,
    children: [],
    count: 1,
    path: [],
  }));
  const decoder = {
    pathInSchema: [element.name],
    type: element.type!,
    element,
    schemaPath,
    codec: 'UNCOMPRESSED' as const,
    parsers: DEFAULT_PARSERS,
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let dictionary: ReturnType<typeof convert> | undefined;
  let seen = 0;
  for (let at = 0; seen < rows;) {
    const start = endOfStruct(bytes, at);
    const header = parquetHeader({ view, offset: at });
    const { type, compressed_page_size: packed, uncompressed_page_size: size } = header;
    assert(packed >= 0 && size >= 0 && start + packed <= bytes.length, 'a page has no such size');
    const content = bytes.subarray(start, start + packed);
    at = start + packed;
    if (type === 'DICTIONARY_PAGE') {
      const page = decompress(codec, content, size);
      const count = header.dictionary_page_header?.num_values ?? -1;
      assert(count >= 0 && count <= 8 * size, 'a dictionary has no such number of entries');
      const reader = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: 0 };
      dictionary = convert(readPlain(reader, decoder.type, count, element.type_length), decoder);
      continue;
    }
    const page = type === 'DATA_PAGE_V2' ? flattened(header, content, codec, element) : undefined;
    const described = page ?? {
      header: header.data_page_header,
      bytes: type === 'DATA_PAGE' ? decompress(codec, content, size) : content,
    };
    const data = described.header;
    assert(data !== undefined, `a page is of the kind ${type}`);
    assert(data.num_values > 0 && data.num_values <= rows - seen, 'a page has too many values');
    assertRuns(described.bytes, data, element);
    const { definitionLevels, dataPage } = readDataPage(described.bytes, data, decoder);
    const values = convertWithDictionary(dataPage, dictionary, data.encoding, decoder);
    yield withNulls(values, definitionLevels, data.num_values);
    seen += data.num_values;
  }
}

function assert(holds: boolean, what: string): asserts holds {
  if (!holds) throw new RangeError(what);
}

type Header = ReturnType<typeof parquetHeader>;

/** A page of the second version, laid out as one of the first. */
function flattened(
  { data_page_header_v2: header, uncompressed_page_size: size }: Header,
  content: Uint8Array,
  codec: string,
  element: SchemaElement,
) {
  assert(header !== undefined, 'a page has no header');
  const levels = header.definition_levels_byte_length;
  assert(header.repetition_levels_byte_length === 0, 'a value is repeated');
  assert(levels >= 0 && levels <= Math.min(content.length, size), 'levels have no such size');
  const packed = content.subarray(levels);
  const length = size - levels;
  const isPacked = header.is_compressed !== false && length > 0;
  const values = isPacked ? decompress(codec, packed, length) : packed;
  const length4 = new Uint8Array(Uint32Array.of(levels).buffer);
  const parts =
    element.repetition_type === 'REQUIRED'
      ? [values]
      : [length4, content.subarray(0, levels), values];
  const { num_values, encoding } = header;
  const one = 'RLE' as const;
  return {
    header: {
      num_values,
      encoding,
      definition_level_encoding: one,
      repetition_level_encoding: one,
    },
    bytes: new Uint8Array(Buffer.concat(parts)),
  };
}

/** Makes sure that the runs of a page, of levels and of indices, are no longer than the page. */
function assertRuns(
  bytes: Uint8Array,
  { num_values: count, encoding }: NonNullable<Header['data_page_header']>,
  { type, repetition_type }: SchemaElement,
): void {
  assert(encodings.has(encoding), `the encoding ${encoding} is not supported`);
  assert(encoding !== 'RLE' || type === 'BOOLEAN', 'an encoding does not fit the type');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  if (repetition_type !== 'REQUIRED') {
    const length = view.getUint32(0, true);
    at = 4 + length;
    runs(bytes.subarray(4, at), 1, count);
  }
  if (encoding === 'RLE') runs(bytes.subarray(at + 4), 1, count);
  if (encoding.endsWith('_DICTIONARY') && at < bytes.length) {
    assert(bytes[at] <= 32, 'an index has too many bits');
    if (bytes[at] > 0) runs(bytes.subarray(at + 1), bytes[at], count);
  }
}

/** Walks through a mixture of repeated and packed numbers of `width` bits. */
function runs(bytes: Uint8Array, width: number, count: number): void {
  let seen = 0;
  for (let at = 0; at < bytes.length && seen < count;) {
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      assert(shift <= 28 && at < bytes.length, 'a run has no length');
      head += (bytes[at] & 0x7f) * 2 ** shift;
      if (bytes[at++] < 0x80) break;
    }
    const length = head % 2 === 1 ? 8 * ((head - 1) / 2) : head / 2;
    // Packed ones are filled up.
    assert(length <= count - seen + (head % 2 === 1 ? 512 : 0), 'a run is longer than its page');
    at += head % 2 === 1 ? (length * width) / 8 : Math.ceil(width / 8);
    seen += length;
  }
}

/** Values with null between them, where levels say that one is missing. */
function withNulls(values: Values, levels: number[] | undefined, count: number): Values {
  if (!levels?.length) {
    assert(values.length >= count, 'a page has too few values');
    return values;
  }
  let next = 0;
  return levels.map((level) => (level === 1 ? values[next++] : null));
}
