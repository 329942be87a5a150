import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateFolder } from '../../../src/compute/wire/address';
import { ask, socketConnection, type Handlers } from '../../../src/compute/wire/connection';
import { FrameLimit } from '../../../src/compute/wire/frameLimit';
import { protocolVersion } from '../../../src/compute/protocol/protocol';
import { CoreServer } from '../../../src/compute/core/server';

const secret = 'abc123';

const framed = (text: string): string => `Content-Length: ${text.length}\r\n\r\n${text}`;

describe('the socket of a core', () => {
  let folder = '';
  let server: CoreServer;
  let path = '';
  const sockets: Socket[] = [];
  /** Bytes of notebooks that were asked for. */
  let asked: number[] = [];

  const handlers = {
    hello: () => Promise.resolve({ version: protocolVersion, pid: 1, runtime: 'test' }),
    active: () => Promise.resolve({ runs: [] }),
    export: ({ notebook }: { notebook: { text: string } }) => {
      asked.push(notebook.text.length);
      return Promise.reject(new Error('no'));
    },
  } as unknown as Handlers;

  async function serve(limits?: ConstructorParameters<typeof CoreServer>[3]): Promise<void> {
    server = new CoreServer(secret, handlers, () => undefined, limits);
    await server.listen(path);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-'));
    path = process.platform === 'win32' ? `\\\\.\\pipe\\${folder.slice(-10)}` : join(folder, 's');
    asked = [];
  });
  afterEach(() => {
    server?.close();
    sockets.splice(0).forEach((socket) => socket.destroy());
    rmSync(folder, { recursive: true, force: true });
  });

  async function stranger(): Promise<Socket> {
    const socket = connect(path);
    sockets.push(socket);
    socket.on('error', () => undefined); // writing to a socket that was closed
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    return socket;
  }

  const closed = (socket: Socket): Promise<void> =>
    new Promise((resolve) => socket.once('close', () => resolve()).resume());

  /** Sends a text again and again until the socket is closed; tells how much was taken. */
  async function flood(socket: Socket, text: string, most: number): Promise<number> {
    const gone = closed(socket);
    const chunk = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
    while (!socket.destroyed && socket.bytesWritten < most)
      await new Promise<void>((resolve) => socket.write(chunk, () => resolve()));
    await gone;
    return socket.bytesWritten;
  }

  const floods: readonly (readonly [what: string, first: string, rest: string])[] = [
    ['a header without an end', '', 'X'],
    ['many headers', '', 'Content-Type: x\r\n'],
    ['a message of a gigabyte', 'Content-Length: 1000000000\r\n\r\n', ' '],
    ['a negative length', 'Content-Length: -1\r\n\r\n', ' '],
    ['a length in words', 'Content-Length: much\r\n\r\n', ' '],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 1000000000\r\n\r\n', ' '],
    ['many small messages', '', framed('{"jsonrpc":"2.0","id":1,"method":"active","params":{}}')],
    ['many notifications', '', framed('{"jsonrpc":"2.0","method":"$/none"}')],
    ['empty lines', '', '\r\n'],
  ];
  for (const [what, first, rest] of floods) {
    it(`takes little of ${what} from a stranger, and lets it go`, async () => {
      await serve();
      const socket = await stranger();
      socket.write(first);
      // The system's own buffers hold some hundred kilobytes.
      assert.ok((await flood(socket, rest, 2 ** 26)) < 4_000_000);
    });
  }

  const wellKnown: readonly (readonly [what: string, first: string])[] = [
    ['a longer message than any request is', 'Content-Length: 1000000000\r\n\r\n'],
    [
      'what is no message',
      'GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html, image/png\r\n\r\n',
    ],
  ];
  for (const [what, first] of wellKnown) {
    it(`takes little of ${what} from a client`, async () => {
      await serve();
      const socket = await stranger();
      const connection = socketConnection(socket);
      connection.listen();
      await ask(connection, 'hello', { secret, version: protocolVersion });
      socket.write(first);
      assert.ok((await flood(socket, ' ', 2 ** 26)) < 4_000_000);
    });
  }

  it('takes a large notebook from a client, not from a stranger', async () => {
    await serve();
    const text = 'x'.repeat(20_000_000);
    const request = { notebook: { path: '/n.dnn', text }, network: 'N', file: 'a.onnx' };
    const unknown = await stranger();
    const gone = closed(unknown);
    const refused = socketConnection(unknown);
    refused.onClose(() => refused.dispose());
    refused.listen();
    await assert.rejects(ask(refused, 'export', request), { code: 'core-lost' });
    await gone;
    assert.deepEqual(asked, []);
    const connection = socketConnection(await stranger());
    connection.listen();
    await ask(connection, 'hello', { secret, version: protocolVersion });
    await assert.rejects(ask(connection, 'export', request), { code: 'internal' });
    assert.deepEqual(asked, [text.length]);
  });

  const limits = { patience: 10, message: 4096, inAll: 16_384, waiting: 16 };

  it('lets go of whoever says nothing, or half a message', async () => {
    await serve({ ...limits, patience: 0.1 });
    const [silent, slow] = [await stranger(), await stranger()];
    slow.write('Content-Length: 100\r\n\r\n{');
    await Promise.all([closed(silent), closed(slow)]);
  });

  it('keeps few waiting, and always answers who knows the secret', async () => {
    await serve({ ...limits, waiting: 3 });
    const strangers: Socket[] = [];
    for (let i = 0; i < 10; i++) {
      strangers.push(await stranger());
      const connection = socketConnection(await stranger());
      connection.listen();
      const { pid } = await ask(connection, 'hello', { secret, version: protocolVersion });
      assert.equal(pid, 1);
    }
    for (const socket of strangers.slice(0, 7)) if (!socket.destroyed) await closed(socket);
  });
});

describe('frames of messages', () => {
  it('are told however they are cut', () => {
    const sent = Buffer.from(framed('{"a":1}') + framed('x'.repeat(100)) + framed(''));
    for (let size = 1; size <= sent.length; size++) {
      const limit = new FrameLimit(100);
      for (let at = 0; at < sent.length; at += size)
        assert.ok(limit.accept(sent.subarray(at, at + size)), `${size} at ${at}`);
      assert.equal(limit.accept(Buffer.from(framed('x'.repeat(101)))), false);
    }
  });
});

describe('the folder of sockets', () => {
  let parent = '';
  beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'dnn-'))));
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('is made for its user only', () => {
    const folder = join(parent, 'mine');
    assert.equal(privateFolder(folder), folder);
    assert.equal(privateFolder(folder), folder);
  });

  const wrong: readonly (readonly [what: string, make: (path: string) => void, message: RegExp])[] =
    [
      ['a link to a folder', (path) => symlinkSync(mine(), path), /is not a folder/],
      ['a link to nothing', (path) => symlinkSync(join(parent, 'none'), path), /is not a folder/],
      ['a file', (path) => writeFileSync(path, ''), /is not a folder/],
      [
        'open to a group',
        (path) => (mkdirSync(path), chmodSync(path, 0o750)),
        /is accessible to other/,
      ],
      [
        'open to all',
        (path) => (mkdirSync(path), chmodSync(path, 0o777)),
        /is accessible to other/,
      ],
    ];
  const mine = (): string => privateFolder(join(parent, 'mine'));
  for (const [what, make, message] of wrong) {
    it(`is not used when it is ${what}`, function () {
      if (process.platform === 'win32') return this.skip();
      make(join(parent, 'folder'));
      assert.throws(() => privateFolder(join(parent, 'folder')), {
        code: 'unsafe-folder',
        message,
      });
    });
  }
});
