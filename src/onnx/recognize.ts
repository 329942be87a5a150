/** Reads `length` bytes at an offset, fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** Protobuf's wire types that models use. */
const varint = 0;
const delimited = 2;

/** The fields of `ModelProto` and `GraphProto`, by number, with their wire types. */
const modelFields = new Map([
  ...[1, 5].map((field) => [field, varint] as const),
  ...[2, 3, 4, 6, 7, 8, 14, 20, 25, 26].map((field) => [field, delimited] as const),
]);
const graphFields = new Map([1, 2, 5, 10, 11, 12, 13, 14, 15, 16].map((n) => [n, delimited]));
const irVersionField = 1;
const graphField = 7;
const outputField = 12;

/** So many fields are looked at: a hostile file costs no more. */
const mostFields = 100_000;
/** A tag and a length, or a varint. */
const longestHead = 20;

/**
 * Whether a file is an ONNX model by its structure, whatever its size: from the first byte to the last the fields of a
 * `ModelProto`, among them a version and a graph with outputs. What is in the fields is skipped, not read.
 */
export async function isModel(size: number, read: ReadAt): Promise<boolean> {
  const model = await fieldsOf(read, { start: 0, end: size }, modelFields);
  const graph = model?.get(graphField);
  if (!graph || !model?.has(irVersionField)) return false;
  return (await fieldsOf(read, graph, graphFields))?.has(outputField) === true;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the fields of a message are, the last of each number; undefined when its bytes are not just such fields. */
async function fieldsOf(
  read: ReadAt,
  { start, end }: Span,
  known: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, Span> | undefined> {
  const found = new Map<number, Span>();
  let at = start;
  for (let count = 0; at < end; count++) {
    if (count === mostFields) return undefined;
    const head = await read(at, Math.min(longestHead, end - at));
    const tag = readVarint(head, 0);
    const value = tag && readVarint(head, tag.length);
    if (!tag || !value || known.get(tag.value >>> 3) !== (tag.value & 7)) return undefined;
    const from = at + tag.length + value.length;
    at = (tag.value & 7) === delimited ? from + value.value : from;
    found.set(tag.value >>> 3, { start: from, end: at });
  }
  return at === end ? found : undefined;
}

function readVarint(
  bytes: Uint8Array,
  from: number,
): { readonly value: number; readonly length: number } | undefined {
  let value = 0;
  for (let i = 0; i < 10 && from + i < bytes.length; i++) {
    const byte = bytes[from + i];
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, length: i + 1 };
  }
  return undefined;
}
