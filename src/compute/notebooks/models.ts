import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { FileError, type ReadModel } from '../../program/imported';
import { modelFiles } from '../../program/modelFiles';
import { keepModel, keptModel, pruneModels, type KeptModel } from '../../runs/models';
import { runsFolder, type Run } from '../../runs/run';
import type { AnalyzedNotebook } from './notebook';

/**
 * Keeps the models and weights that a notebook's networks are from, for the run that is about to start; those that no run
 * needs any more go.
 */
export async function keepModels({ path, program }: AnalyzedNotebook): Promise<KeptModel[]> {
  const kept = new Map<string, KeptModel>();
  for (const { source, weights = [] } of program.networks.values()) {
    for (const { file, hash, bytes } of source ? [source, ...weights] : weights) {
      await keepModel(runsFolder(path), hash, bytes);
      kept.set(file, { file, hash });
    }
  }
  if (kept.size > 0) await pruneModels(runsFolder(path)).catch(console.error);
  return [...kept.values()];
}

/** Reads the models of a run as they were when it started: the copies it kept, else the files if they are unchanged. */
export async function keptModels({ folder, id, notebookPath, manifest }: Run): Promise<ReadModel> {
  const kept = manifest.models ?? [];
  const copies = new Map<string, Uint8Array | undefined>();
  for (const { file, hash } of kept) copies.set(file, await keptModel(dirname(folder), hash));
  const files = modelFiles({ notebookFolder: dirname(notebookPath), environment: process.env });
  return (file) => {
    const copy = copies.get(file);
    if (copy) return copy;
    const bytes = files(file);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (kept.some((one) => one.file === file && one.hash === hash)) return bytes;
    const text = `run ${id} kept no copy of ${basename(file)}, and the file has changed`;
    throw new FileError('missing-file', text);
  };
}
