import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { FileError, type ReadModel } from '../../program/imported';
import { modelFiles } from '../../program/modelFiles';
import { keepModel, keptModel, pruneModels, type KeptModel } from '../../runs/models';
import { runsFolder, type Run } from '../../runs/run';
import type { NotebookFiles } from '../../program/notebookModels';
import type { AnalyzedNotebook } from './notebook';

/**
 * Keeps the models and weights that a notebook's networks are from, for the run that is about to start; those that no run
 * needs any more go.
 */
export async function keepModels({ path, program }: AnalyzedNotebook): Promise<KeptModel[]> {
  const kept = new Map<string, KeptModel>();
  for (const { source, weights = [] } of program.networks.values()) {
    const isThere = source && !source.pending;
    for (const { file, hash, bytes } of isThere ? [source, ...weights] : weights) {
      await keepModel(runsFolder(path), hash, bytes);
      kept.set(file, { file, hash });
    }
  }
  if (kept.size > 0) await pruneModels(runsFolder(path)).catch(console.error);
  return [...kept.values()];
}

/** Reads the models of a run as they were when it started: the copies it kept, else the files if they are unchanged. */
export async function keptModels({
  folder,
  id,
  notebookPath,
  manifest,
}: Run): Promise<NotebookFiles> {
  const kept = manifest.models ?? [];
  const copies = new Map<string, Uint8Array | undefined>();
  for (const { file, hash } of kept) copies.set(file, await keptModel(dirname(folder), hash));
  const files = modelFiles({ notebookFolder: dirname(notebookPath), environment: process.env });
  const readModel: ReadModel = (file, where) => {
    const copy = copies.get(file);
    if (copy) return copy;
    const hashes = kept.filter((one) => one.file === file).map(({ hash }) => hash);
    const lost = (what: string) =>
      new FileError(
        'missing-file',
        `run ${id} kept no copy of ${basename(file)}, and the file ${what}`,
        'Restore the file, or train again.',
      );
    let bytes: Uint8Array;
    try {
      bytes = files.readModel(file, where);
    } catch (error) {
      throw hashes.length > 0 && error instanceof FileError ? lost('is gone') : error;
    }
    if (hashes.includes(createHash('sha256').update(bytes).digest('hex'))) return bytes;
    throw lost('has changed');
  };
  return { ...files, readModel, recorded: true };
}
