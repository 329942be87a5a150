import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { shortened } from './fileName';
import { beginningOf, isAlive } from './trainer';

/**
 * Names of files and folders that are being made beside what they will become. Each says which process makes it, so that
 * what a process left when it was killed can be told from what another one is writing.
 */

/** Bytes of the name it will have: with the rest it fits every file system. */
const keptBytes = 80;
/** Milliseconds after which nobody on another computer is still writing. */
const otherHostAge = 24 * 3_600_000;

const tag = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
const beginning = (pid: number): string => tag(beginningOf(pid) ?? '');
const pattern = /\.(\d+)-([0-9a-f]{8})-([0-9a-f]{8})-[0-9a-f]{8}\.tmp$/;

/** A new name beside `path` for what will be renamed to it. */
export function temporaryFor(path: string): string {
  const { pid } = process;
  const maker = [pid, tag(hostname()), beginning(pid), randomBytes(4).toString('hex')].join('-');
  return join(dirname(path), `${shortened(basename(path), keptBytes)}.${maker}.tmp`);
}

export const isTemporary = (name: string): boolean => pattern.test(name);

/** Removes what processes that are gone were making in a folder; what cannot be removed stays. */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isTemporary)) {
    const path = join(folder, name);
    if (await isAbandoned(path))
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const [, pid, host, began] = pattern.exec(path)!;
  if (host === tag(hostname()))
    return !isAlive({ pid: Number(pid), host: hostname() }) || beginning(Number(pid)) !== began;
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > otherHostAge;
}
