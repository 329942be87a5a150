import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { crc32c } from './crc32c';
import type { ToldStep } from './scalars';

/**
 * A TensorBoard event file: records of TensorFlow's framing, each an `Event` message (tensorflow/core/util/event.proto), the
 * first of which names the version.
 */
export function tensorBoardEvents(told: readonly ToldStep[], created: Date): Uint8Array {
  const start = created.getTime() / 1000;
  const events = told.map(({ step, seconds, single, parameters }) =>
    message(start + seconds, step, (writer) => {
      const summary = new BinaryWriter();
      for (const [tag, value] of [...single, ...parameters])
        summary.tag(1, WireType.LengthDelimited).bytes(scalar(tag, value));
      writer.tag(5, WireType.LengthDelimited).bytes(summary.finish());
    }),
  );
  const version = message(start, 0, (writer) =>
    writer.tag(3, WireType.LengthDelimited).string('brain.Event:2'),
  );
  return Buffer.concat([version, ...events].flatMap(record));
}

/** `Event`: wall time in seconds, step, and what it tells. */
function message(time: number, step: number, write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(time);
  writer.tag(2, WireType.Varint).int64(step);
  write(writer);
  return writer.finish();
}

/** `Summary.Value` with a tag and a simple value, which is float32. */
const scalar = (tag: string, value: number): Uint8Array =>
  new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(tag)
    .tag(2, WireType.Bit32)
    .float(Math.fround(value))
    .finish();

/** Length, its checksum, the bytes, their checksum. */
function record(bytes: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(bytes.length));
  head.writeUInt32LE(masked(head.subarray(0, 8)), 8);
  const foot = Buffer.alloc(4);
  foot.writeUInt32LE(masked(bytes));
  return [head, bytes, foot];
}

/** Checksums of data that holds checksums are rotated and shifted by a constant (tensorflow/core/lib/hash/crc32c.h). */
function masked(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}
