import { existsSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { privateAddressFile, readAddress, sharedAddressFile, type Address } from '../wire/address';
import { ask, onNotification, socketConnection } from '../wire/connection';
import { coreError } from '../wire/error';
import {
  protocolVersion,
  type RequestName,
  type RequestParameters,
  type RequestResult,
  type RunNotification,
} from '../protocol/protocol';
import { startCore, type CoreExit, type CoreOptions, type CoreProcess } from './process';

export type { CoreExit, CoreOptions } from './process';

/** Seconds a core may take to start. */
const startLimit = 30;

const unreferenced = { ref: false };

/** Starts the compute core, or attaches to the workspace's running one. Throws a `CoreError`. */
export async function connectCore(options: CoreOptions): Promise<CoreClient> {
  const shared = options.mode === 'shared';
  const file = shared
    ? sharedAddressFile(options.workspace, options.corePath)
    : privateAddressFile();
  if (shared) {
    const running = await attach(file, options);
    if (running) return running;
  }
  if (!existsSync(options.corePath))
    throw coreError('core-missing', `The compute core ${options.corePath} does not exist.`);
  const core = startCore(options, file);
  for (const end = Date.now() + startLimit * 1000; Date.now() < end; await sleep(15)) {
    const client = await attach(file, options, core);
    if (client) return client;
    if (core.exit && (!shared || core.exit.code !== 0)) break;
  }
  const why = core.exit ? ` It ${core.exit.reason}` : '';
  core.kill();
  if (!shared) rmSync(dirname(file), { recursive: true, force: true });
  throw coreError('core-start', `The compute core did not start.${why}`);
}

async function attach(
  file: string,
  { answerSeconds = 30 }: CoreOptions,
  process?: CoreProcess,
): Promise<CoreClient | undefined> {
  const address = readAddress(file);
  const connection = address && (await open(address.socket));
  if (!connection) return undefined;
  const client = new CoreClient(connection, address, process);
  const answer = client.request('hello', { secret: address.secret, version: protocolVersion });
  const hello = await Promise.race([answer, sleep(answerSeconds * 1000, undefined, unreferenced)]);
  if (!hello) {
    answer.catch(() => undefined);
    client.dispose();
    throw coreError(
      'core-silent',
      `The running compute core (process ${address.pid}) does not answer.`,
      'Wait until it is done, or end that process, then try again.',
    );
  }
  if (hello.version === protocolVersion) return client;
  client.dispose();
  throw coreError(
    'version-mismatch',
    `The running compute core uses protocol ${hello.version}; this client needs ${protocolVersion}.`,
    'Stop its training, then try again.',
  );
}

function open(socketPath: string): Promise<MessageConnection | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => {
      const connection = socketConnection(socket);
      connection.listen();
      resolve(connection);
    });
  });
}

/** One connection to a compute core. */
export class CoreClient {
  private readonly eventListeners = new Set<(notification: RunNotification) => void>();
  private readonly exitListeners = new Set<(exit: CoreExit) => void>();
  private readonly gone: Promise<CoreExit>;
  private disposed = false;

  constructor(
    private readonly connection: MessageConnection,
    private readonly address: Address,
    private readonly process: CoreProcess | undefined,
  ) {
    onNotification(
      connection,
      (notification) => this.eventListeners.forEach((listener) => listener(notification)),
      (message) => console.error(message),
    );
    this.gone = new Promise((resolve) => {
      connection.onClose(() => {
        const unknown = { code: null, signal: null, lastLines: [], reason: 'ended.' };
        void (process?.ended ?? Promise.resolve(unknown)).then((exit) => {
          if (!this.disposed) this.exitListeners.forEach((listener) => listener(exit));
          resolve(exit);
          connection.dispose(); // makes unanswered requests fail
        });
      });
    });
  }

  /** The core's process id. */
  get pid(): number {
    return this.address.pid;
  }

  /** Sends a request. Throws a `CoreError`; when the core dies meanwhile, one that says why. */
  async request<R extends RequestName>(
    name: R,
    parameters: RequestParameters<R>,
  ): Promise<RequestResult<R>> {
    const answer = ask(this.connection, name, parameters);
    answer.catch(() => undefined); // when it was lost first
    return Promise.race([answer, this.whenGone()]);
  }

  /** Rejects, with a `CoreError` that says why, when the core has gone. */
  async whenGone(): Promise<never> {
    const { reason } = await this.gone;
    throw coreError('core-lost', `The compute core ${reason}`, lostHint);
  }

  /** Calls back for every event of every run; gives a function that ends this. */
  onEvent(listener: (notification: RunNotification) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  /** Calls back once when the core has gone without being asked to. */
  onExit(listener: (exit: CoreExit) => void): () => void {
    this.exitListeners.add(listener);
    return () => this.exitListeners.delete(listener);
  }

  /** Lets go of the core: a private one stops its runs with a checkpoint and ends, a shared one lives on. */
  dispose(): void {
    this.disposed = true;
    this.connection.end();
  }

  /** Lets go of a private core and waits until it has ended. */
  async close(): Promise<void> {
    this.dispose();
    await this.process?.ended;
  }

  /** Ends the core at once, with all it is doing. */
  kill(): void {
    try {
      process.kill(this.address.pid, 'SIGKILL');
    } catch {
      // it is gone already
    }
  }
}

const lostHint =
  'An interrupted training can be resumed from its last checkpoint: `dnn runs FILE`, then `dnn resume RUN`.';
