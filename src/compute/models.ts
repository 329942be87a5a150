import { basename, dirname } from 'node:path';
import { FileError, type ReadModel } from '../program/foreign';
import { keepModel, keptModel, type KeptModel } from '../runs/models';
import { runsFolder, type Run } from '../runs/run';
import type { Understood } from './notebook';

/** Keeps the models and weights that a notebook's networks are from, for the run that is about to start. */
export async function keepModels({ path, program }: Understood): Promise<KeptModel[]> {
  const kept = new Map<string, KeptModel>();
  for (const { source, weights = [] } of program.networks.values()) {
    for (const { file, hash, bytes } of source ? [source, ...weights] : weights) {
      await keepModel(runsFolder(path), hash, bytes);
      kept.set(file, { file, hash });
    }
  }
  return [...kept.values()];
}

/** Reads the models of a run as they were when it started. */
export async function keptModels({ folder, id, manifest }: Run): Promise<ReadModel> {
  const models = new Map<string, Uint8Array | undefined>();
  for (const { file, hash } of manifest.models ?? []) {
    models.set(file, await keptModel(dirname(folder), hash));
  }
  return (file) => {
    const bytes = models.get(file);
    if (bytes) return bytes;
    throw new FileError('missing-file', `run ${id} kept no copy of ${basename(file)}`);
  };
}
