import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { coreError } from './error';
import { protocolVersion } from '../protocol/protocol';

/** How to reach a running core: written by the core, readable by its user only. */
const address = z.object({ pid: z.number().int(), socket: z.string(), secret: z.string() });
export type Address = z.infer<typeof address>;

/** Where a core that ends with its client says how to reach it: a folder of its own. */
export const privateAddressFile = (): string =>
  join(mkdtempSync(join(tmpdir(), 'dnn-')), 'core.json');

/** Where the core of a workspace says how to reach it; cores of other versions have other places. */
export function sharedAddressFile(workspace: string, corePath: string): string {
  const name = createHash('sha256')
    .update(JSON.stringify([protocolVersion, workspace, corePath]))
    .digest('hex');
  return join(userFolder(), `${name.slice(0, 16)}.json`);
}

/** The folder for the addresses of this user's cores. */
function userFolder(): string {
  const { uid, username } = userInfo();
  return privateFolder(
    join(
      process.env.XDG_RUNTIME_DIR ?? tmpdir(),
      `dnn-${uid >= 0 ? uid : createHash('sha256').update(username).digest('hex').slice(0, 8)}`,
    ),
  );
}

/** Makes sure of a folder that only this user can enter. Throws a `CoreError` when something else is there. */
export function privateFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (!lstatSync(folder, { throwIfNoEntry: false })) throw error;
  }
  // Not `stat`: a link leads where somebody else wants.
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw unsafe(folder, 'is not a folder');
  if (process.platform === 'win32') return folder;
  if (found.uid !== userInfo().uid) throw unsafe(folder, 'belongs to another user');
  if ((found.mode & 0o777) !== 0o700) throw unsafe(folder, 'is accessible to other users');
  return folder;
}

const unsafe = (folder: string, what: string) =>
  coreError('unsafe-folder', `${folder} ${what}.`, 'Remove it, then try again.');

/** A socket path beside the address file (short: the system allows about 100 bytes), or a pipe name. */
export function newSocket(addressFile: string): string {
  const name = `dnn-${randomBytes(6).toString('hex')}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(dirname(addressFile), name);
}

/** Says how to reach this core; false when another living core has done so before. */
export async function claimAddress(file: string, content: Address): Promise<boolean> {
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = readAddress(file);
    if (other && (await answers(other.socket))) return false;
    rmSync(file, { force: true });
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** The address in a file, or undefined when there is none (yet). */
export function readAddress(file: string): Address | undefined {
  try {
    return address.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
