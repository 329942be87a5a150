import { Transform } from 'node:stream';

/** Bytes of the largest message: many times the longest notebook. */
const largestMessage = 2 ** 26;
const longestHeader = 1024;

/** Says why an input is no sequence of messages, or a message too long to be kept. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

/** Lets messages framed as the protocol says pass; anything else is an error of the stream, before it fills the memory. */
export function limitedInput(largest = largestMessage): Transform {
  let head = '';
  let body = 0;
  const expect = (received: Buffer): void => {
    for (let at = 0; at < received.length;) {
      if (body > 0) {
        const part = Math.min(body, received.length - at);
        body -= part;
        at += part;
        continue;
      }
      const known = head.length;
      head += received.toString('latin1', at, at + longestHeader - known);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) {
        if (head.length >= longestHeader) throw new FramingError('no end of the header');
        return;
      }
      body = bodyLength(head.slice(0, end), largest);
      at += end + 4 - known;
      head = '';
    }
  };
  return new Transform({
    // Who reads it ends the process when it closes, and could not say why.
    autoDestroy: false,
    transform(received: Buffer, _encoding, done) {
      try {
        expect(received);
        done(null, received);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function bodyLength(header: string, largest: number): number {
  const [, digits] = /^content-length: *(\d{1,15})$/im.exec(header) ?? [];
  if (digits === undefined) throw new FramingError('a header without `Content-Length: NUMBER`');
  const length = Number(digits);
  if (length > largest)
    throw new FramingError(`a message of ${length} bytes; the most is ${largest}`);
  return length;
}
