import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectCore, type CoreClient, type CoreOptions } from '../../src/compute/client/client';
import type { RequestParameters } from '../../src/compute/protocol/protocol';
import { notebookCells } from './notebooks';
import type { RunEvent } from '../../src/runs/events';
import { openRun, type Run } from '../../src/runs/run';

export const repository = resolve(__dirname, '../..');
export const corePath = join(repository, 'dist/core.js');
export const cliPath = join(repository, 'dist/cli.js');

/** `test/run.ts` builds before it runs any suite. */
let built = process.env.TEST_BUILT !== undefined;

/** Builds the command line and the core once in a process, before the tests of a file. */
export function bundles(): void {
  before(function () {
    this.timeout(60_000);
    if (built) return;
    const script =
      "import { build } from './scripts/build.mjs'; await build({ names: ['core', 'dataWorker', 'cli', 'webClient'] });";
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: repository });
    built = true;
  });
}

/** A folder of its own for each test, with notebooks in it. */
export class Workspace {
  folder = '';

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'dnn-test-'));
    });
    afterEach(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Writes a notebook; gives what requests want. */
  notebook(cells = notebookCells(), name = 'net.dnn'): { path: string; text: string } {
    const text = `---\ndnn: 1\ntitle: Net\n---\n\n${cells.map((cell) => `\`\`\`dnn\n${cell.trim()}\n\`\`\`\n`).join('\n')}`;
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return { path, text };
  }
}

/** The process that trains a run, as its lock says. */
export function trainerOf(run: string): number {
  const lock = join(run, 'lock');
  const [file] = readdirSync(lock);
  return (JSON.parse(readFileSync(join(lock, file), 'utf8')) as { pid: number }).pid;
}

/** Cores that are gone after each test. */
export function cores(workspace: Workspace) {
  let clients: CoreClient[] = [];
  afterEach(async () => {
    for (const client of clients) client.kill();
    await Promise.all(clients.map((client) => client.close()));
    clients = [];
  });
  return async (options: Partial<CoreOptions> = {}): Promise<CoreClient> => {
    const client = await connectCore({
      workspace: workspace.folder,
      mode: 'private',
      corePath,
      ...options,
    });
    clients.push(client);
    return client;
  };
}

/** A core that rests when it has told this of a training, so that what is asked then does not come after the end. */
export const restingAfter = (event: RunEvent['event'], number?: number) => ({
  env: {
    NODE_OPTIONS: `--import ${join(__dirname, 'core/restAfter.mjs')}`,
    REST_AFTER: `{"event":"${event}",` + (number === undefined ? '' : `"${event}":${number},`),
  },
});

export interface Finished {
  readonly run: Run;
  readonly events: readonly RunEvent[];
  readonly end: Extract<RunEvent, { event: 'done' | 'error' }>;
}

type Begin = (client: CoreClient) => Promise<{ run: string; folder: string }>;

/** Starts a run and waits for its end; `onEvent` sees what happens meanwhile. */
export async function finish(
  client: CoreClient,
  begin: Begin,
  onEvent: (event: RunEvent, run: string) => void = () => undefined,
): Promise<Finished> {
  const events: RunEvent[] = [];
  const ended = new Promise<Finished['end']>((resolve) => {
    client.onEvent(({ run, event }) => {
      if (event.event === 'progress') return;
      events.push(event);
      onEvent(event, run);
      if (event.event === 'done' || event.event === 'error') resolve(event);
    });
  });
  const { folder } = await begin(client);
  const end = await Promise.race([ended, client.whenGone()]);
  return { run: await openRun(folder), events, end };
}

type TrainParameters = RequestParameters<'train'>;

export const train =
  (notebook: TrainParameters['notebook'], more: Partial<TrainParameters> = {}): Begin =>
  (client) =>
    client.request('train', { notebook, action: 0, device: 'cpu', ...more });

export const resume =
  (folder: string): Begin =>
  (client) =>
    client.request('resume', { folder });

/** Checks the named properties and no others. */
export function assertIncludes(actual: object, expected: Record<string, unknown>): void {
  const found = Object.entries(actual).filter(([name]) => name in expected);
  assert.deepEqual(Object.fromEntries(found), expected);
}

const clocked = ['samplesPerSecond', 'seconds', 'remaining', 'stepTime', 'run'];

/** What a run recorded, without what depends on the clock. */
export async function values(run: Run): Promise<object[]> {
  return (await run.events())
    .filter(({ event }) => ['step', 'epoch', 'done'].includes(event))
    .map((event) =>
      Object.fromEntries(Object.entries(event).filter(([name]) => !clocked.includes(name))),
    );
}

/** Parameters and optimizer state of a run's newest checkpoint, as bytes. */
export async function weights(run: Run): Promise<Map<string, string>> {
  const checkpoint = await run.newestCheckpoint();
  return new Map(
    [...checkpoint!.tensors].map(([key, { data }]) => [
      key,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
    ]),
  );
}
