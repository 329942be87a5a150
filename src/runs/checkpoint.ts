import { rm } from 'node:fs/promises';
import * as z from 'zod';
import { makeFolder } from './atomic';
import { stateFromEarlier } from './earlier';
import { scores } from './measures';
import { damaged, type StoredTensor } from './safetensors';
import { readSafetensors, writeSafetensors } from './safetensorsFile';
import { stepFile, stepFiles } from './stepFiles';

const epochScores = z.object({ train: scores, validation: scores.optional() });

/** Where training stood: with the parameters and the optimizer state, all that is needed to go on exactly. */
const currentState = z.object({
  /** Steps done. */
  step: z.number().int(),
  /** Epochs finished; the next step belongs to epoch `epoch + 1`. */
  epoch: z.number().int(),
  seed: z.number().int(),
  /** Seconds of training so far. */
  seconds: z.number(),
  /** The phase that goes on, from 0, and what was done before it. */
  phase: z
    .object({ index: z.number().int(), step: z.number().int(), epoch: z.number().int() })
    .default({ index: 0, step: 0, epoch: 0 }),
  /** By measure, sums over the steps of the unfinished epoch. */
  sums: z.record(z.string(), z.number()),
  /** Scores of the last finished epoch and of the best one. */
  latest: epochScores.optional(),
  best: epochScores.optional(),
  /** Scores of the epochs so far, where a stopping rule needs them. */
  history: z.array(scores).default([]),
  /** Where in the history the present stopping rule begins to look. */
  stopSince: z.number().int().optional(),
  /** Step after which the parameters were the best, by that rule. */
  bestStep: z.number().int().optional(),
});
/** The state of a checkpoint, of an earlier version too. */
export const trainingState = z.preprocess(stateFromEarlier, currentState);
export type TrainingState = z.infer<typeof currentState>;

export interface Checkpoint {
  readonly state: TrainingState;
  /** Parameters and optimizer state by key. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The best parameters so far, when they are not the present ones. */
  readonly best?: ReadonlyMap<string, StoredTensor>;
}

const bestPrefix = 'best/';

/** Writes a checkpoint, then removes all but the newest two and the best one; gives the file's path. */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<string> {
  const { state, best } = checkpoint;
  const tensors = new Map(checkpoint.tensors);
  for (const [key, tensor] of best ?? []) tensors.set(bestPrefix + key, tensor);
  await makeFolder(folder);
  const file = stepFile(folder, state.step);
  const metadata = { format: 'dnn-1', state: JSON.stringify(state) };
  await writeSafetensors(file, { tensors, metadata });
  await prune(folder, state.bestStep);
  return file;
}

/** The newest checkpoint that is whole, or undefined; damaged ones are passed over. */
export async function readNewestCheckpoint(
  folder: string,
): Promise<(Checkpoint & { file: string }) | undefined> {
  for (let look = 0; look < mostLooks; look++) {
    let hasGone = false;
    for (const { file } of (await stepFiles(folder)).reverse()) {
      try {
        return { ...(await readCheckpoint(file)), file };
      } catch (error) {
        hasGone ||= (error as NodeJS.ErrnoException).code === 'ENOENT';
      }
    }
    if (!hasGone) return undefined;
  }
  return undefined;
}

/** A training that goes on may remove what was just listed, having written newer ones. */
const mostLooks = 10;

/** Reads one checkpoint; throws a `RunError` when it is damaged. */
export async function readCheckpoint(file: string): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(file);
  const state = readState(metadata.state, file);
  const present = new Map<string, StoredTensor>();
  const best = new Map<string, StoredTensor>();
  for (const [key, tensor] of tensors) {
    if (key.startsWith(bestPrefix)) best.set(key.slice(bestPrefix.length), tensor);
    else present.set(key, tensor);
  }
  return { state, tensors: present, ...(best.size > 0 && { best }) };
}

function readState(text: string | undefined, file: string): TrainingState {
  try {
    return trainingState.parse(JSON.parse(text ?? 'null'));
  } catch (cause) {
    throw damaged(file, 'it does not record where the training was', cause);
  }
}

async function prune(folder: string, best: number | undefined): Promise<void> {
  const old = (await stepFiles(folder)).slice(0, -2).filter(({ step }) => step !== best);
  for (const { file } of old) await rm(file, { force: true });
}
