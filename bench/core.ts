import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectCore, type CoreClient } from '../src/compute/client/client';
import type { RunEvent } from '../src/runs/events';
import type { TrainableNotebook } from './samples';

const repository = join(__dirname, '..');
let built: Promise<unknown> | undefined;

/** Builds the compute core as it is shipped, once. */
export const buildCore = (): Promise<unknown> =>
  (built ??= import(pathToFileURL(join(repository, 'scripts/build.mjs')).href).then(
    ({ build }: { build: (request: object) => Promise<void> }) =>
      build({ names: ['core', 'dataWorker', 'cli'], production: true }),
  ));

/** Starts a compute core in a process of its own. */
export const startCore = (): Promise<CoreClient> =>
  connectCore({
    workspace: repository,
    mode: 'private',
    corePath: join(repository, 'dist/core.js'),
  });

type Ending = Extract<RunEvent, { event: 'done' }>;

/** Trains a notebook on the CPU to its end, or until `onEvent` says that it is enough. */
export async function trainOn(
  client: CoreClient,
  { path, text }: Pick<TrainableNotebook, 'path' | 'text'>,
  onEvent: (event: RunEvent) => boolean | void = () => undefined,
): Promise<Ending> {
  let stopping = false;
  let run: string | undefined;
  const stop = (): void => {
    if (run === undefined) return;
    client.request('stop', { run }).catch(() => undefined); // the end is told by an event
  };
  let unsubscribe = (): void => undefined;
  const ended = new Promise<Ending>((resolve, reject) => {
    unsubscribe = client.onEvent(({ event }) => {
      if (event.event === 'progress') return;
      if (event.event === 'error') reject(new Error(event.message));
      if (event.event === 'done') resolve(event);
      if (stopping || onEvent(event) !== true) return;
      stopping = true;
      stop();
    });
  });
  try {
    const request = { notebook: { path, text }, action: 0, device: 'cpu' } as const;
    ({ run } = await client.request('train', request));
    if (stopping) stop();
    return await Promise.race([ended, client.whenGone()]);
  } finally {
    unsubscribe();
  }
}

/** Bytes of a process in memory, now or at most so far; undefined where the system has no `/proc`. */
export function residentBytes(pid: number, which: 'now' | 'peak'): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes] = new RegExp(
      `^Vm${which === 'peak' ? 'HWM' : 'RSS'}:\\s+(\\d+) kB`,
      'm',
    ).exec(status)!;
    return Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
