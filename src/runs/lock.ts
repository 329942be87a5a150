import { randomBytes } from 'node:crypto';
import { rmdirSync, unlinkSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { writeAtomic } from './atomic';
import { RunError, writeError } from './runError';
import { readRegular } from './regularFile';
import { removeAbandoned, temporaryFor } from './temporary';
import { here, isAlive, isHere, trainer } from './trainer';

/** Who trains a run, and since when. */
const holder = trainer.extend({ since: z.iso.datetime() });
type Holder = z.infer<typeof holder>;

/** Tries to take a lock that is free and yet cannot be taken, milliseconds apart: others may be about to take or leave it. */
const tries = 50;
const between = 20;

/** The tokens of this process's locks: another one in its name is that of an earlier process with its number. */
const held = new Set<string>();

/**
 * The exclusive right to train a run: a folder `lock` in that of the run, which holds one file named by a random token. It
 * is made aside, whole, and renamed to `lock`, which only succeeds where none is or an empty one. Breaking the lock of
 * a process that is gone is removing the file with its token, and can hit no other lock: of several who do so at once, one
 * takes the empty folder's place.
 */
export class RunLock {
  private constructor(
    private readonly folder: string,
    private readonly token: string,
  ) {}

  /** Takes the lock of a run folder. Throws a `RunError`, `still-running` when a process that may still be there has it. */
  static async take(run: string): Promise<RunLock> {
    const folder = join(run, 'lock');
    await assertFree(folder);
    const token = randomBytes(8).toString('hex');
    const aside = temporaryFor(folder);
    try {
      await mkdir(aside);
      const content: Holder = { ...here(), since: new Date().toISOString() };
      await writeAtomic(join(aside, fileOf(token)), JSON.stringify(content));
      held.add(token);
      await replace(aside, folder);
    } catch (error) {
      held.delete(token);
      await rm(aside, { recursive: true, force: true }).catch(() => undefined);
      throw writeError(folder, error);
    }
    await removeAbandoned(run);
    return new RunLock(folder, token);
  }

  /** The same lock, when the folder of its run has been renamed. */
  movedTo(run: string): RunLock {
    return new RunLock(join(run, 'lock'), this.token);
  }

  /** Lets others train the run. What cannot be removed counts as released for this process, and for all when it has ended. */
  release(): void {
    if (!held.delete(this.token)) return;
    try {
      unlinkSync(join(this.folder, fileOf(this.token)));
      rmdirSync(this.folder);
    } catch {
      // the run folder is gone, or someone else has taken the lock
    }
  }
}

const fileOf = (token: string): string => `${token}.json`;

/** Renames a lock made aside to where it counts, as soon as none is there. */
async function replace(aside: string, folder: string): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      await rmdir(folder).catch(() => undefined); // empty: Windows renames to what is not there only
      return await rename(aside, folder);
    } catch (error) {
      if (!inTheWayCodes.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await assertFree(folder);
      if (left === 0) throw inTheWay(folder, error);
      await sleep(between);
    }
  }
}

/** What systems say of a rename to a name that is taken. */
const inTheWayCodes: ReadonlySet<string> = new Set([
  ...['ENOTEMPTY', 'EEXIST', 'ENOTDIR'],
  ...['EPERM', 'EACCES', 'EBUSY'], // Windows
]);

const inTheWay = (folder: string, cause: unknown): RunError =>
  new RunError(
    'write-failed',
    `${folder} cannot be replaced.`,
    'Remove it if no process is training the run.',
    {
      cause,
    },
  );

/** The locks in a lock folder, as text: one, or what killed processes left. */
async function* locksIn(
  folder: string,
): AsyncGenerator<{ name: string; file: string; text: string }> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.endsWith('.json'))) {
    const file = join(folder, name);
    const text = await readRegular(file).catch(() => undefined);
    if (text !== undefined) yield { name, file, text }; // else it was released meanwhile
  }
}

/** Throws when someone trains the run. Breaks the lock of a process that is gone. */
async function assertFree(folder: string): Promise<void> {
  for await (const { name, file, text } of locksIn(folder)) {
    const current = parse(text, file);
    if (isHeld(current, name)) throw stillRunning(folder, current);
    await unlink(file).catch(() => undefined); // someone else may have done so
  }
}

/** Whether a process that may still be there trains a run. Changes nothing; a damaged lock counts as held, as for `take`. */
export async function isTrained(run: string): Promise<boolean> {
  for await (const { name, file, text } of locksIn(join(run, 'lock'))) {
    try {
      if (isHeld(parse(text, file), name)) return true;
    } catch {
      return true;
    }
  }
  return false;
}

const isHeld = (current: Holder, name: string): boolean =>
  isHere(current) ? held.has(basename(name, '.json')) : isAlive(current);

function parse(text: string, file: string): Holder {
  try {
    return holder.parse(JSON.parse(text));
  } catch (cause) {
    const hint = 'Remove this file if no process is training the run.';
    throw new RunError('unreadable-run', `${file} is damaged.`, hint, { cause });
  }
}

function stillRunning(folder: string, { pid, host, began, since }: Holder): RunError {
  const elsewhere = host !== hostname();
  const run = basename(join(folder, '..'));
  const time = since.replace('T', ' ').replace(/\..*/, ' UTC');
  return new RunError(
    'still-running',
    `Process ${pid}${elsewhere ? ` on ${host}` : ''} has been training run ${run} since ${time}.`,
    elsewhere
      ? `This computer cannot tell whether that process is still running. If it is not, remove the folder ${folder}.`
      : began === undefined
        ? `Stop it, or wait until it ends. If that process is no longer training, remove the folder ${folder}.`
        : 'Stop it, or wait until it ends.',
  );
}
