import { constants } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isModel, type ReadAt } from '../../onnx/recognize';
import { whyNotTarget } from '../../program/target';
import { writeAtomic } from '../../runs/atomic';
import { writeError } from '../../runs/runError';
import { visible } from '../../text/visible';
import { CoreError, userError } from '../wire/error';

/**
 * Where models are written: to `.onnx` files that are new, or hold a model already. Nothing else that lies there is
 * opened, followed or replaced.
 */

/** Throws a `CoreError` that says why no model is written to a file. */
export async function assertTarget(file: string): Promise<void> {
  const misplaced = whyNotTarget(file);
  if (misplaced) throw userError('bad-target', `${sentence(misplaced.message)}.`);
  await assertReplaceable(file, isModel, 'exists and is not an ONNX model');
}

/** Whether what lies in a file is what is to be written there anew. */
type Recognizes = (size: number, read: ReadAt) => boolean | Promise<boolean>;

/** Throws a `CoreError` when something lies there that is not what we write, as `otherwise` says. */
export async function assertReplaceable(
  file: string,
  recognizes: Recognizes,
  otherwise: string,
): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (!there) return;
  if (there.isSymbolicLink()) throw occupied(file, 'is a symbolic link, which is not followed');
  if (there.isDirectory()) throw occupied(file, 'is a folder');
  if (!there.isFile()) throw occupied(file, 'is not a regular file');
  if (there.size === 0) throw occupied(file, 'is empty');
  if (!(await holds(file, recognizes))) throw occupied(file, otherwise);
}

/** Writes a model where the user wants it; a place where that cannot be is the user's to correct. */
export async function writeModelFile(file: string, content: Uint8Array): Promise<void> {
  await assertTarget(file);
  await writeForUser(file, content);
}

/** Writes a file that may be replaced; a place where that cannot be is the user's to correct. */
export const writeForUser = (
  file: string,
  content: Uint8Array | string | Iterable<Uint8Array>,
): Promise<void> =>
  forUser(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeAtomic(file, content);
  });

/** Does what makes a file; what is wrong with its place is the user's to correct. */
export async function forUser(file: string, make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (cause) {
    const { cause: within } = cause as Error;
    if (within instanceof CoreError) throw within; // what was to be written says why it is not
    const error = writeError(file, cause);
    throw error.code === 'write-failed' ? userError(error.code, error.message, error.hint) : error;
  }
}

/** Whether a regular file holds that. What has taken its place since it was looked at is neither followed nor waited for. */
export async function holds(file: string, recognizes: Recognizes): Promise<boolean> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) return false;
    return await recognizes(stat.size, readerOf(handle));
  } catch {
    return false; // what cannot be read is not known to be ours
  } finally {
    await handle?.close();
  }
}

const readerOf =
  (handle: FileHandle): ReadAt =>
  async (offset, length) => {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };

const occupied = (file: string, what: string) =>
  userError(
    'bad-target',
    `${visible(file)} ${what}: nothing was written.`,
    'Give the model another name, or remove what is there first.',
  );

const sentence = (text: string): string => text[0].toUpperCase() + text.slice(1);
