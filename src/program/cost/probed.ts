import { DataError } from '../../data/dataset';
import { probe } from '../../data/load';
import type { Probe } from '../../data/source';
import type { FileContext } from '../modelFiles';
import type { Program } from '../program';
import { lastTraining } from '../verbs/train';

/** What can be told of the samples a network is trained on without reading them; undefined where they cannot be had. */
export async function probedFor(
  program: Program,
  network: string,
  files: FileContext | undefined,
): Promise<Probe | undefined> {
  const action = lastTraining(program, network);
  if (!action || !files) return undefined;
  try {
    return await probe(action.data, { ...files, seed: action.plan.seed });
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
