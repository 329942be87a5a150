import assert from 'node:assert/strict';

/** Reads TensorBoard's event files byte by byte, as their formats are published, with nothing of the product. */

export interface ReadEvent {
  time: number;
  step: number;
  version?: string;
  scalars: Record<string, number>;
}

/** The remainder of x³²·m(x) by the polynomial of Castagnoli, bit by bit; reflected, as iSCSI has it. */
function castagnoli(bytes: Uint8Array): number {
  let rest = 0xffffffffn;
  for (const byte of bytes)
    for (let bit = 0n; bit < 8n; bit++) {
      const carry = (rest ^ (BigInt(byte) >> bit)) & 1n;
      rest = (rest >> 1n) ^ (carry * 0x82f63b78n);
    }
  return Number(rest ^ 0xffffffffn);
}

function unmasked(sum: number): number {
  const rest = BigInt.asUintN(32, BigInt(sum) - 0xa282ead8n);
  return Number(BigInt.asUintN(32, (rest >> 17n) | (rest << 15n)));
}

/** Every record of a file; fails on a wrong length or checksum. */
export function readEvents(file: Buffer): ReadEvent[] {
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    assert.equal(unmasked(file.readUInt32LE(at + 8)), castagnoli(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    assert.equal(unmasked(file.readUInt32LE(at + 12 + length)), castagnoli(data));
    events.push(event(data));
    at += length + 16;
  }
  return events;
}

/** The fields of a protocol buffer: number, and what it holds. */
function* fields(bytes: Buffer): Generator<readonly [field: number, value: Buffer | number]> {
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = key >> 3;
    switch (key & 7) {
      case 0:
        yield [field, varint()];
        break;
      case 1:
        yield [field, bytes.readDoubleLE(at)];
        at += 8;
        break;
      case 2: {
        const length = varint();
        yield [field, bytes.subarray(at, at + length)];
        at += length;
        break;
      }
      case 5:
        yield [field, bytes.readFloatLE(at)];
        at += 4;
        break;
      default:
        assert.fail(`wire type ${key & 7}`);
    }
  }
}

function event(bytes: Buffer): ReadEvent {
  const read: ReadEvent = { time: NaN, step: NaN, scalars: {} };
  for (const [field, value] of fields(bytes)) {
    if (field === 1) read.time = value as number;
    if (field === 2) read.step = value as number;
    if (field === 3) read.version = String(value);
    if (field !== 5) continue;
    for (const [, summary] of fields(value as Buffer)) {
      const parts = new Map(fields(summary as Buffer));
      read.scalars[String(parts.get(1))] = parts.get(2) as number;
    }
  }
  return read;
}
