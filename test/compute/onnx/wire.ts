/**
 * ONNX files as bytes of protobuf's wire format, read without anybody's library: which fields are there, and what they
 * hold. Numbers of fields are those of ONNX's `onnx.proto`.
 */

export type Field = bigint | number | Uint8Array;

/** The fields of a message by number, in the order of the file. */
export type Message = ReadonlyMap<number, readonly Field[]>;

/** Splits a message into its fields; throws when the bytes do not end with one. */
export function fieldsOf(bytes: Uint8Array): Message {
  const fields = new Map<number, Field[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw new Error(`a number does not end at ${at}`);
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): number => {
    if (at + length > bytes.length) throw new Error(`a field ends behind the message at ${at}`);
    at += length;
    return at - length;
  };
  const value = (type: number): Field => {
    switch (type) {
      case 0:
        return varint();
      case 1:
        return view.getFloat64(take(8), true);
      case 2: {
        const length = Number(varint());
        const start = take(length);
        return bytes.subarray(start, start + length);
      }
      case 5:
        return view.getFloat32(take(4), true);
      default:
        throw new Error(`the wire type ${type} at ${at}`);
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value(tag & 7)]);
  }
  return fields;
}

export const messagesIn = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((bytes) => fieldsOf(bytes as Uint8Array));

export function textIn(message: Message, field: number): string | undefined {
  const bytes = message.get(field)?.at(-1);
  if (bytes === undefined) return undefined;
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes as Uint8Array);
}

/** Integers that stand one by one or packed into bytes. */
export function integersIn(message: Message, field: number): bigint[] {
  return (message.get(field) ?? []).flatMap((value) =>
    value instanceof Uint8Array ? unpacked(value) : [BigInt(value)],
  );
}

function unpacked(bytes: Uint8Array): bigint[] {
  const found: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    found.push(BigInt.asIntN(64, value));
    [value, shift] = [0n, 0n];
  }
  return found;
}
