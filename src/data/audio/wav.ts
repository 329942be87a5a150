import { DataError } from '../dataset';

/**
 * A RIFF WAVE file: `RIFF`, its size, `WAVE`, then chunks of a name, a size and as many bytes, of which `fmt ` says what the numbers
 * in `data` are (Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0, 1991; WAVE_FORMAT_EXTENSIBLE).
 */
export interface WavHeader {
  /** Samples a second. */
  readonly rate: number;
  readonly channels: number;
  readonly type: SampleType;
  /** Samples of each channel. */
  readonly count: number;
  /** Where they begin. */
  readonly start: number;
}

export interface Recording {
  readonly rate: number;
  /** In −1..1, unless a file of floating-point numbers has others. */
  readonly samples: Float32Array;
}

/** How a number of each type is read, and its bytes; integers become fractions of full scale. */
const types = {
  'integer 8': { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 2 ** 7 },
  'integer 16': { bytes: 2, read: (view, at) => view.getInt16(at, true) / 2 ** 15 },
  'integer 24': {
    bytes: 3,
    read: (view, at) => (view.getInt8(at + 2) * 2 ** 16 + view.getUint16(at, true)) / 2 ** 23,
  },
  'integer 32': { bytes: 4, read: (view, at) => view.getInt32(at, true) / 2 ** 31 },
  'float 32': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  'float 64': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
} satisfies Record<string, { bytes: number; read: (view: DataView, at: number) => number }>;

type SampleType = keyof typeof types;

/** Format tags; the last stands for one of the others, named further on. */
const formats: Readonly<Record<number, 'integer' | 'float'>> = { 1: 'integer', 3: 'float' };
const extensible = 0xfffe;

const mostChannels = 64;
const rates = { lowest: 1000, highest: 768_000 };

const bad = (file: string, found: string, advice = 'Save it as PCM, as with Audacity or `sox`.') =>
  new DataError('bad-format', `${file} ${found}. ${advice}`, file);

/**
 * What a file says of itself, from its first bytes; undefined when these are not `whole` and end before the samples. Throws
 * `DataError`.
 */
export function wavHeader(bytes: Uint8Array, file: string, whole: boolean): WavHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (name(0) !== 'RIFF' || name(8) !== 'WAVE') throw bad(file, 'is not a WAV file');
  let format: Omit<WavHeader, 'count' | 'start'> | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const [chunk, size] = [name(at), view.getUint32(at + 4, true)];
    const start = at + 8;
    if (chunk === 'fmt ') {
      if (start + size > bytes.length) break;
      format = formatOf(new DataView(bytes.buffer, bytes.byteOffset + start, size), file);
    }
    if (chunk === 'data') {
      if (!format) throw bad(file, 'has sound before it says of what kind');
      return samplesIn(format, { start, size, total: bytes.length, whole }, file);
    }
    at = start + size + (size % 2);
  }
  if (!whole) return undefined;
  throw new DataError(
    'truncated',
    `${file} ends before its sound begins. Download or save it again.`,
    file,
  );
}

function formatOf(fmt: DataView, file: string): Omit<WavHeader, 'count' | 'start'> {
  if (fmt.byteLength < 16) throw bad(file, 'has a damaged header', 'Save it again.');
  let tag = fmt.getUint16(0, true);
  if (tag === extensible && fmt.byteLength >= 26) tag = fmt.getUint16(24, true);
  const [channels, rate] = [fmt.getUint16(2, true), fmt.getUint32(4, true)];
  const [block, bits] = [fmt.getUint16(12, true), fmt.getUint16(14, true)];
  const type = `${formats[tag] ?? 'other'} ${bits}`;
  if (!isType(type)) {
    const found = formats[tag]
      ? `${bits}-bit ${formats[tag]} samples`
      : `audio of the format ${tag}`;
    throw bad(
      file,
      `holds ${found}; expected 8, 16, 24 or 32 bits of PCM, or floating-point numbers`,
    );
  }
  const isSound =
    channels >= 1 &&
    channels <= mostChannels &&
    rate >= rates.lowest &&
    rate <= rates.highest &&
    block === channels * types[type].bytes;
  if (!isSound) {
    throw bad(
      file,
      `announces ${channels} channels, ${rate} samples a second and ${block} bytes for each of ${bits} bits, which cannot be`,
      'Save it again.',
    );
  }
  return { rate, channels, type };
}

const isType = (type: string): type is SampleType => Object.hasOwn(types, type);

function samplesIn(
  format: Omit<WavHeader, 'count' | 'start'>,
  data: { start: number; size: number; total: number; whole: boolean },
  file: string,
): WavHeader | undefined {
  const { start, total, whole } = data;
  // What is written while it is recorded does not know its length.
  const isOpen = data.size === 0xffffffff || data.size === 0;
  if (isOpen && !whole) return undefined;
  const size = isOpen ? total - start : data.size;
  if (whole && start + size > total) {
    throw new DataError(
      'truncated',
      `${file} has ${total - start} of the ${size} bytes of sound it announces. Download or save it again.`,
      file,
    );
  }
  const count = Math.floor(size / (format.channels * types[format.type].bytes));
  if (count > 0) return { ...format, count, start };
  throw new DataError('empty', `${file} holds no sound. Remove it, or record it again.`, file);
}

/** The recording of a whole file, its channels averaged; throws `DataError`. */
export function decodeWav(bytes: Uint8Array, file: string): Recording {
  // A whole file has a header, or has thrown.
  const { rate, channels, type, count, start } = wavHeader(bytes, file, true)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { bytes: size, read } = types[type];
  const samples = new Float32Array(count);
  for (let i = 0, at = start; i < count; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += size) sum += read(view, at);
    samples[i] = sum / channels;
    if (Number.isFinite(samples[i])) continue;
    throw bad(file, `has a sample, number ${i}, that is no finite number`, 'Save it again.');
  }
  return { rate, samples };
}
