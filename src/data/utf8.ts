import { DataError } from './dataset';

/** The bytes of a text file as text; throws `DataError` for what is no UTF-8, or no text. A byte order mark is left out. */
export async function* utf8(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  for await (const piece of pieces) {
    if (at === 0) assertNotUtf16(piece, file);
    const zero = piece.indexOf(0);
    if (zero >= 0) {
      const found = `binary data (a zero byte at position ${at + zero})`;
      throw notText(file, found, 'Is it the right file?');
    }
    at += piece.length;
    yield decode(decoder, file, piece);
  }
  yield decode(decoder, file);
}

function decode(
  decoder: Pick<InstanceType<typeof TextDecoder>, 'decode'>,
  file: string,
  piece?: Uint8Array,
): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw notText(file, 'bytes that are not UTF-8', 'Save it as UTF-8.');
  }
}

function assertNotUtf16([first, second]: Uint8Array, file: string): void {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw notText(file, 'UTF-16 text', 'Save it as UTF-8.');
  }
}

const notText = (file: string, found: string, advice: string) =>
  new DataError('bad-format', `${file} holds ${found}; expected text as UTF-8. ${advice}`, file);
