import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAddress, sharedAddressFile } from '../../../src/compute/wire/address';
import { ask, socketConnection } from '../../../src/compute/wire/connection';
import { protocolVersion } from '../../../src/compute/protocol/protocol';
import { notebookCells } from '../notebooks';
import { bundles, corePath, cores, finish, train, values, Workspace } from '../support';

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let i = 0; i < 500 && alive(pid); i++) await sleep(20);
  assert.ok(!alive(pid), `process ${pid} is still there`);
}

describe('compute core', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('ends with its client when private', async () => {
    const client = await open();
    assert.ok(alive(client.pid));
    await client.close();
    await untilGone(client.pid);
  });

  it('is shared by the windows of a workspace and outlives them', async () => {
    const shared = { mode: 'shared', idleSeconds: 1 } as const;
    const first = await open(shared);
    const second = await open(shared);
    assert.equal(second.pid, first.pid);
    const other = await open({ ...shared, workspace: `${workspace.folder}/other` });
    assert.notEqual(other.pid, first.pid);
    first.dispose();
    second.dispose();
    const third = await open(shared);
    assert.equal(third.pid, first.pid);
    third.dispose();
    other.dispose();
    await untilGone(first.pid); // idle and unattended
    await untilGone(other.pid);
  });

  it('starts once when two windows ask at the same time', async () => {
    const shared = { mode: 'shared', idleSeconds: 1 } as const;
    const [a, b] = await Promise.all([open(shared), open(shared)]);
    assert.equal(a.pid, b.pid);
  });

  it('that does not answer is named, and does not keep others waiting', async function () {
    if (process.platform === 'win32') return this.skip();
    const shared = { mode: 'shared', idleSeconds: 1 } as const;
    const { pid } = await open(shared);
    process.kill(pid, 'SIGSTOP');
    try {
      await assert.rejects(open({ ...shared, answerSeconds: 0.5 }), (error: Error) => {
        assert.match(error.message, new RegExp(`process ${pid}\\) does not answer`));
        return true;
      });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    assert.equal((await open(shared)).pid, pid);
  });

  it('can be reached by its user only', async function () {
    if (process.platform === 'win32') return this.skip();
    await open({ mode: 'shared' });
    const file = sharedAddressFile(workspace.folder, corePath);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(file)).mode & 0o777, 0o700);
  });

  describe('to a stranger', () => {
    const stranger = async () => {
      await open({ mode: 'shared' });
      const address = readAddress(sharedAddressFile(workspace.folder, corePath))!;
      const socket = connect(address.socket);
      const connection = socketConnection(socket);
      connection.listen();
      return { connection, ...address };
    };

    it('answers nothing before the secret', async () => {
      const { connection } = await stranger();
      await assert.rejects(ask(connection, 'devices', {}), { code: 'refused' });
      await assert.rejects(ask(connection, 'shutdown', {}), { code: 'refused' });
    });

    it('refuses a wrong secret', async () => {
      const { connection, secret } = await stranger();
      for (const wrong of ['', secret.slice(1), `${secret}0`, 'f'.repeat(secret.length)]) {
        const hello = ask(connection, 'hello', { secret: wrong, version: protocolVersion });
        await assert.rejects(hello, { code: 'refused' });
      }
      await assert.rejects(ask(connection, 'active', {}), { code: 'refused' });
    });

    it('refuses messages that are not as agreed', async () => {
      const { connection, secret } = await stranger();
      await ask(connection, 'hello', { secret, version: protocolVersion });
      const wrong: [never, unknown][] = [
        ['train' as never, {}],
        ['train' as never, { notebook: { path: 1, text: '' }, action: 0 }],
        ['inspect' as never, { notebook: { path: '', text: '' }, network: 'N', index: 'first' }],
        ['resume' as never, { folder: '/', device: 'abacus' }],
        ['stop' as never, null],
      ];
      for (const [name, parameters] of wrong)
        await assert.rejects(ask(connection, name, parameters as never), { code: 'bad-message' });
      assert.deepEqual(await ask(connection, 'active', {}), { runs: [] });
    });
  });

  it('leaves nothing behind in a client when it dies in the middle of a message', async () => {
    const dying = createServer((socket) => socket.end('Content-Length: 100\r\n\r\n{'));
    await new Promise<void>((resolve) => dying.listen(0, '127.0.0.1', resolve));
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers().length;
    const connection = socketConnection(connect((dying.address() as AddressInfo).port));
    const closed = new Promise<void>((resolve) => connection.onClose(resolve));
    connection.listen();
    await closed;
    assert.equal(timers().length, before);
    dying.close();
  });

  for (const [what, limit, options] of [
    ['address space', 'ulimit -v 800000', ''],
    ['a heap', ':', '--max-old-space-size=6'],
  ] as const)
    it(`that is refused ${what} says so in plain words`, async function () {
      if (process.platform !== 'linux') return this.skip();
      const nodePath = join(workspace.folder, 'node');
      const exec = `exec '${process.execPath}' ${options} "$@"`;
      writeFileSync(nodePath, `#!/bin/sh\n${limit}\n${exec}\n`, { mode: 0o755 });
      await assert.rejects(open({ nodePath }), {
        code: 'core-start',
        message: /It ran out of memory\. Close other programs, use smaller batches/,
      });
    });

  it('tells why it is gone to whoever waits for an answer', async () => {
    const client = await open();
    const answer = client.request('devices', { forget: false });
    process.kill(client.pid, 'SIGKILL');
    await assert.rejects(answer, { code: 'core-lost', message: /SIGKILL/ });
  });

  it('tells why it is gone when it is killed, and leaves earlier runs as they were', async () => {
    const notebook = workspace.notebook(notebookCells());
    const client = await open();
    const { run } = await finish(client, train(notebook));
    const before = await values(run);
    const manifest = readFileSync(`${run.folder}/run.json`, 'utf8');
    const long = workspace.notebook(
      notebookCells('epochs 5000').map((c) => c.replace('epochs 3\n', '')),
    );
    const exit = new Promise<{ signal: string | null }>((resolve) => client.onExit(resolve));
    const killed = finish(client, train(long), (event) => {
      if (event.event === 'epoch') process.kill(client.pid, 'SIGKILL');
    });
    await assert.rejects(killed, { code: 'core-lost', message: /SIGKILL/ });
    assert.equal((await exit).signal, 'SIGKILL');
    assert.deepEqual(await values(run), before);
    assert.equal(readFileSync(`${run.folder}/run.json`, 'utf8'), manifest);
    assert.equal(readFileSync(long.path, 'utf8'), long.text);
  });
});
