import { access, mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from './atomic';
import { refuseLinks } from './links';
import { runsIn } from './list';

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
  await refuseLinks(dirname(path));
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return utimes(path, new Date(), new Date());
  await mkdir(dirname(path), { recursive: true });
  await writeAtomic(path, bytes);
}

/** The folder may be a link that leads anywhere: nothing else there is ours to remove. */
const keptName = /^[0-9a-f]{64}\.onnx$/;

/** A model is kept shortly before its run is made. */
const leastAge = 10 * 60_000;

/** Removes kept models that no run of the folder needs any more; none when a run there cannot be read. */
export async function pruneModels(runs: string): Promise<void> {
  const folder = dirname(pathOf(runs, ''));
  const names = (await readdir(folder).catch(() => [])).filter((name) => keptName.test(name));
  if (names.length === 0) return;
  const readable = await runsIn(runs);
  if (readable.length < (await begunRuns(runs))) return;
  const needed = new Set(
    readable.flatMap(({ manifest }) => (manifest.models ?? []).map(({ hash }) => `${hash}.onnx`)),
  );
  for (const name of names.filter((name) => !needed.has(name))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > leastAge) await rm(path, { force: true });
  }
}

/** Folders with a manifest; a core that was ended while it made a run leaves one without. */
async function begunRuns(runs: string): Promise<number> {
  const folders = await readdir(runs).catch(() => []);
  const manifests = folders.map((name) =>
    stat(join(runs, name, 'run.json')).catch(() => undefined),
  );
  return (await Promise.all(manifests)).filter(Boolean).length;
}

/** The bytes of a kept model, undefined when it is gone. */
export const keptModel = (runs: string, hash: string): Promise<Uint8Array | undefined> =>
  readFile(pathOf(runs, hash)).catch(() => undefined);
