import { access, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from './atomic';

/**
 * The model files that networks of a notebook are from, as they were when a run started: a run goes on whatever becomes
 * of the files. They lie beside the run folders, in `.dnn/models`, named by the SHA-256 of their bytes, each once.
 */

export interface KeptModel {
  /** As written in the notebook. */
  readonly file: string;
  readonly hash: string;
}

const pathOf = (runs: string, hash: string): string =>
  join(dirname(runs), 'models', `${hash}.onnx`);

/** Keeps a model for the runs of a folder. Throws a `RunError`. */
export async function keepModel(runs: string, hash: string, bytes: Uint8Array): Promise<void> {
  const path = pathOf(runs, hash);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return;
  await mkdir(dirname(path), { recursive: true });
  await writeAtomic(path, bytes);
}

/** The bytes of a kept model, undefined when it is gone. */
export const keptModel = (runs: string, hash: string): Promise<Uint8Array | undefined> =>
  readFile(pathOf(runs, hash)).catch(() => undefined);
