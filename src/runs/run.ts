import { createHash, randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readAbout, writeAbout, type RunAbout } from './about';
import { syncFolder, writeAtomic } from './atomic';
import { readNewestCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint';
import { RunError, writeError } from './runError';
import type { RunEvent } from './events';
import { shortened } from './fileName';
import { refuseLinks } from './links';
import { isTrained, RunLock } from './lock';
import { manifest, type Manifest } from './manifest';
import { appendMetric, mendMetrics, readMetrics } from './metrics';
import { readRegular } from './regularFile';
import { writeSnapshots, type Snapshot } from './snapshots';
import { temporaryFor } from './temporary';

/** What is known when a run starts. */
export type RunDescription = Pick<
  Manifest,
  | 'action'
  | 'overrides'
  | 'network'
  | 'networkHash'
  | 'data'
  | 'dataHash'
  | 'normalization'
  | 'target'
  | 'seed'
  | 'device'
  | 'requestedDevice'
  | 'passes'
  | 'models'
  | 'versions'
  | 'settings'
  | 'measures'
> & {
  readonly notebook: { readonly path: string; readonly text: string; readonly title?: string };
};

/** One run folder, `.dnn/runs/<id>/` beside the notebook. */
export class Run {
  constructor(
    readonly folder: string,
    private current: Manifest,
    private said: RunAbout = {},
  ) {}

  get id(): string {
    return this.current.id;
  }

  get manifest(): Manifest {
    return this.current;
  }

  /** What somebody calls it and says of it. */
  get about(): RunAbout {
    return this.said;
  }

  /** Changes what is said of it; an empty text removes one. Throws a `RunError`. */
  async describe(change: RunAbout): Promise<void> {
    const before = await readAbout(this.folder);
    this.said = await writeAbout(this.folder, { ...before, ...change });
  }

  /** The notebook this run belongs to. */
  get notebookPath(): string {
    return join(dirname(dirname(dirname(this.folder))), this.current.notebook.file);
  }

  /** The notebook's text as it was when the run started. Throws a `RunError` when it is not that any more. */
  async notebookText(): Promise<string> {
    const file = join(this.folder, 'notebook.dnn');
    const text = await readRegular(file).catch(() => undefined);
    if (text !== undefined && digest(text) === this.current.notebook.hash) return text;
    const what = text === undefined ? 'is missing' : 'has changed since the run wrote it';
    throw new RunError('unreadable-run', `${file} ${what}.`, putBack);
  }

  async update(changes: Partial<Manifest>): Promise<void> {
    const before = this.current;
    const next = { ...before, ...changes, updated: new Date().toISOString() };
    this.current = next;
    try {
      await record(this.folder, next);
    } catch (error) {
      this.current = before; // what is not recorded does not count
      throw error;
    }
  }

  /** Takes the run over for this process, to go on with it. */
  async reopen(device: string, requestedDevice = device): Promise<void> {
    mendMetrics(this.metricsFile);
    await setRoomAside(this.folder);
    await this.update({
      ...{ status: 'running', reason: undefined, verdicts: undefined },
      ...{ device, requestedDevice },
    });
  }

  append(event: RunEvent): void {
    appendMetric(this.metricsFile, event);
  }

  events(): Promise<RunEvent[]> {
    return readMetrics(this.metricsFile);
  }

  saveCheckpoint(checkpoint: Checkpoint): Promise<string> {
    return writeCheckpoint(this.checkpointFolder, checkpoint);
  }

  /** The newest whole checkpoint, if any. */
  newestCheckpoint(): Promise<(Checkpoint & { file: string }) | undefined> {
    return readNewestCheckpoint(this.checkpointFolder);
  }

  /** Writes those among `taken` that are to be kept, and removes all others. Throws a `RunError`. */
  saveSnapshots(kept: readonly number[], taken: ReadonlyMap<number, Snapshot>): Promise<void> {
    return writeSnapshots(this.folder, kept, taken);
  }

  private get metricsFile(): string {
    return join(this.folder, 'metrics.jsonl');
  }

  private get checkpointFolder(): string {
    return join(this.folder, 'checkpoints');
  }
}

/** The folder of all runs of the notebooks in one folder. */
export const runsFolder = (notebookPath: string): string =>
  join(dirname(notebookPath), '.dnn', 'runs');

/**
 * Makes a new run folder, git-ignored, with manifest, notebook copy and the lock of this process. It appears whole or, when
 * that fails with a `RunError` or the process is killed, not at all.
 */
export async function beginRun(
  description: RunDescription,
  clock = new Date(),
): Promise<{ readonly run: Run; readonly lock: RunLock }> {
  const { notebook, network } = description;
  const root = runsFolder(notebook.path);
  await refuseLinks(root);
  const ids = await readdir(root).catch(() => []);
  const now = momentAfter(ids, clock);
  const id = runId(network, now, ids);
  const folder = join(root, id);
  const unfinished = temporaryFor(folder);
  let lock: RunLock | undefined;
  try {
    await mkdir(join(unfinished, 'checkpoints'), { recursive: true });
    await ignore(dirname(root));
    await writeAtomic(join(unfinished, 'notebook.dnn'), notebook.text);
    const begun = beginning(id, description, now);
    await setRoomAside(unfinished);
    await writeManifest(unfinished, begun);
    lock = await RunLock.take(unfinished);
    await rename(unfinished, folder);
    lock = lock.movedTo(folder);
    await syncFolder(root);
    return { run: new Run(folder, begun), lock };
  } catch (error) {
    lock?.release();
    await rm(unfinished, { recursive: true, force: true });
    const cause = error instanceof RunError ? error.cause : error;
    throw writeError(folder, await whyNotWritable(dirname(notebook.path), cause));
  }
}

/** Keeps a folder out of git. What has that name already, a link perhaps that leads elsewhere, stays as it is. */
async function ignore(folder: string): Promise<void> {
  try {
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The manifest of a run that begins. */
function beginning(id: string, description: RunDescription, now: Date): Manifest {
  const { notebook, ...rest } = description;
  return {
    ...rest,
    format: 1,
    id,
    notebook: {
      file: basename(notebook.path),
      ...(notebook.title !== undefined && { title: notebook.title }),
      hash: digest(notebook.text),
    },
    changes: [],
    status: 'running',
    step: 0,
    epoch: 0,
    seconds: 0,
    created: now.toISOString(),
    updated: now.toISOString(),
  };
}

/** Records how a run stands; how it ended even on a disk that is full. */
async function record(folder: string, content: Manifest): Promise<void> {
  const hasEnded = content.status !== 'running';
  try {
    await writeManifest(folder, content);
  } catch (error) {
    if (!hasEnded || (error as RunError).code !== 'disk-full') throw error;
    await giveRoomBack(folder);
    await writeManifest(folder, content);
  }
  if (hasEnded) await giveRoomBack(folder);
}

/** Bytes that a run keeps from others while it goes on: more than its manifest takes. */
const reservedBytes = 64 * 1024;
const reserve = (folder: string): string => join(folder, 'reserve');

/** Random bytes, since some file systems take no room for others. */
const setRoomAside = (folder: string): Promise<void> =>
  writeAtomic(reserve(folder), randomBytes(reservedBytes));

const giveRoomBack = (folder: string): Promise<void> => rm(reserve(folder), { force: true });

const writeManifest = (folder: string, content: Manifest): Promise<void> =>
  writeAtomic(manifestFile(folder), `${JSON.stringify(content, null, 2)}\n`);

/** Making a deep folder in one that can only be read fails as if it were missing. */
const whyNotWritable = (folder: string, error: unknown): Promise<unknown> =>
  access(folder, constants.W_OK).then(
    () => error,
    (reason: unknown) => reason,
  );

/** Opens a run folder; a run recorded as running that nobody holds the lock of shows as interrupted. Throws a `RunError`. */
export async function openRun(folder: string): Promise<Run> {
  // Who trains a run records how it ended and then lets go of the lock: only a record that stays as it is has been left.
  const said = await readAbout(folder);
  for (let before: string | undefined; ;) {
    const text = await manifestText(folder);
    const read = parse(text, folder);
    if (read.status !== 'running' || (await isTrained(folder))) return new Run(folder, read, said);
    if (text === before) return new Run(folder, orphan(read), said);
    before = text;
  }
}

const manifestFile = (folder: string): string => join(folder, 'run.json');

async function manifestText(folder: string): Promise<string> {
  try {
    return await readRegular(manifestFile(folder));
  } catch (cause) {
    const hint = '`dnn runs FILE` lists the runs of a notebook.';
    throw new RunError('no-run', `There is no run in ${folder}.`, hint, { cause });
  }
}

function parse(text: string, folder: string): Manifest {
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new RunError('unreadable-run', `${manifestFile(folder)} is damaged.`, putBack, { cause });
  }
}

/** `20260102-150405-LeNet5-ab12`: sorts by time (UTC), says what it is, is unlike all there are. */
function runId(network: string, now: Date, ids: readonly string[]): string {
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const id = `${time}-${shortened(network, nameBytes)}-${randomBytes(2).toString('hex')}`;
  return ids.includes(id) ? runId(network, now, ids) : id;
}

/** A moment after all runs there are, though the clock may have been put back: the newest run is the one that counts. */
function momentAfter(ids: readonly string[], clock: Date): Date {
  const times = ids.flatMap((id) => {
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(id) ?? [];
    const [year, month, ...rest] = parts.map(Number);
    return parts.length === 0 ? [] : Date.UTC(year, month - 1, ...rest);
  });
  const newest = Math.max(...times);
  return newest > clock.getTime() ? new Date(newest + 1000) : clock;
}

/** Bytes of a network's name in the name of a folder. */
const nameBytes = 60;

const putBack = 'Restore it from a backup, or remove the folder and train again.';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const orphan = (read: Manifest): Manifest => ({
  ...read,
  status: 'interrupted',
  reason: 'the training ended without recording why',
});
