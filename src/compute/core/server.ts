import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { answer, notify, socketConnection, type Handlers } from '../wire/connection';
import { coreError } from '../wire/error';
import { FrameLimit } from '../wire/frameLimit';
import type { RunNotification } from '../protocol/protocol';

/** What a connection may do before it has shown the secret. */
const strangers = {
  /** Seconds it may take. */
  patience: 10,
  /** Bytes it may send in one message, and in all. */
  message: 4096,
  inAll: 16_384,
  /** As many may wait at a time; one more, and the longest waiting has to go. */
  waiting: 16,
};
/** Bytes of the largest request: a notebook of any size an editor opens. */
const largestRequest = 2 ** 26;

/** Serves the protocol on a local socket or named pipe to whoever knows the secret. */
export class CoreServer {
  private readonly server: Server;
  private readonly connections = new Set<MessageConnection>();
  /** Those that have not shown the secret, the longest waiting first. */
  private readonly waiting = new Set<Socket>();

  constructor(
    private readonly secret: string,
    private readonly handlers: Handlers,
    /** Called when a client has come or gone. */
    private readonly onClients: (count: number) => void,
    private readonly limits = strangers,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  listen(socket: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(socket, resolve);
    });
  }

  broadcast(notification: RunNotification): void {
    for (const connection of this.connections) notify(connection, notification);
  }

  close(): void {
    this.server.close();
    for (const socket of this.waiting) socket.destroy();
    for (const connection of this.connections) connection.end();
  }

  private accept(socket: Socket): void {
    const { patience, message, inAll, waiting } = this.limits;
    const limit = new FrameLimit(message, inAll);
    const connection = socketConnection(socket, limit);
    this.waiting.add(socket);
    const [longest] = this.waiting;
    if (this.waiting.size > waiting) longest.destroy();
    const impatience = setTimeout(() => socket.destroy(), patience * 1000);
    const waitsNoMore = () => {
      clearTimeout(impatience);
      this.waiting.delete(socket);
    };
    answer(
      connection,
      this.guarded(connection, () => {
        waitsNoMore();
        limit.raise(largestRequest);
      }),
    );
    connection.onClose(() => {
      waitsNoMore();
      if (this.connections.delete(connection)) this.onClients(this.connections.size);
      connection.dispose();
    });
    socket.on('error', () => socket.destroy());
    connection.listen();
  }

  /** The handlers, behind a `hello` with the right secret. */
  private guarded(connection: MessageConnection, onWelcome: () => void): Handlers {
    const refuse = () =>
      Promise.reject(coreError('refused', 'The secret of the compute core is missing or wrong.'));
    const entries = Object.entries(this.handlers).map(([name, handler]) => [
      name,
      (parameters: never) =>
        this.connections.has(connection)
          ? (handler as (parameters: never) => Promise<unknown>)(parameters)
          : refuse(),
    ]);
    return {
      ...(Object.fromEntries(entries) as Handlers),
      hello: async (parameters) => {
        if (!same(parameters.secret, this.secret)) return refuse();
        const result = await this.handlers.hello(parameters);
        onWelcome();
        this.connections.add(connection);
        this.onClients(this.connections.size);
        return result;
      },
    };
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
