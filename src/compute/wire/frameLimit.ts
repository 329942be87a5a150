import type { Socket } from 'node:net';
import { SocketMessageReader, type DataCallback, type Disposable } from 'vscode-jsonrpc/node';

/** All a header says, as `vscode-jsonrpc` writes it. */
const header = /^Content-Length: (\d{1,15})\r\n\r\n/;
const longestHeader = 64;

/** How much a peer may send: bytes of one message, and of all of them. */
export class FrameLimit {
  private head = '';
  private body = 0;

  constructor(
    private perMessage: number,
    private inAll = Infinity,
  ) {}

  /** From here on only the single message counts. */
  raise(perMessage: number): void {
    this.perMessage = perMessage;
    this.inAll = Infinity;
  }

  /** Takes in what was received; false when that is too much, or no frame of a message. */
  accept(received: Buffer): boolean {
    this.inAll -= received.length;
    if (this.inAll < 0) return false;
    for (let at = 0; at < received.length;) {
      if (this.body > 0) {
        const part = Math.min(this.body, received.length - at);
        this.body -= part;
        at += part;
        continue;
      }
      const known = this.head.length;
      this.head += received.toString('latin1', at, at + longestHeader - known);
      const [whole, length] = header.exec(this.head) ?? [];
      if (whole !== undefined) {
        this.body = Number(length);
        if (this.body > this.perMessage) return false;
        this.head = '';
        at += whole.length - known;
      } else if (this.head.length >= longestHeader) return false;
      else return true;
    }
    return true;
  }
}

/** Reads messages from a socket, and closes it where a peer sends more than it may, before that is kept. */
export class LimitedReader extends SocketMessageReader {
  constructor(
    private readonly source: Socket,
    private readonly limit: FrameLimit,
  ) {
    super(source);
    // Its timer for unfinished messages would outlive a peer that died in the middle of one, and keep this process alive.
    this.partialMessageTimeout = 0;
  }

  override listen(callback: DataCallback): Disposable {
    this.source.on('data', (received: Buffer) => {
      if (this.limit.accept(received)) return;
      // What comes after is not read; the message it would have been is dropped with the buffer.
      this.source.destroy();
    });
    return super.listen(callback);
  }
}
