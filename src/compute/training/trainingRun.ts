import { recordOf, TrainingRecord } from '../../diagnosis/record';
import { networkHash } from '../../network/networkHash';
import { passNames, type PassName } from '../../lowering/passes';
import type { RunEvent } from '../../runs/events';
import { RunError } from '../../runs/runError';
import { RunLock } from '../../runs/lock';
import { isSingle } from '../../runs/headline';
import { beginRun, openRun, type Run } from '../../runs/run';
import type { DeviceName } from '../protocol/deviceName';
import { requestedPasses } from '../devices/stepModel';
import { CoreError, userError } from '../wire/error';
import { keepModels } from '../notebooks/models';
import { trainAction, analyzeNotebook, type AnalyzedNotebook } from '../notebooks/notebook';
import { notebookOfRun } from '../notebooks/runNotebook';
import { recordedSettings } from '../../program/settings/recorded';
import { versions } from '../devices/versions';
import { assemble, type Parts } from './assemble';
import { told } from './trainingProgress';
import { batchesOf } from './stage';
import { Training } from './training';

/** A training about to begin: everything loaded and checked, its run folder there. */
export interface PreparedTraining {
  readonly run: Run;
  /** This process's right to train it. */
  readonly lock: RunLock;
  readonly notebook: AnalyzedNotebook;
  readonly network: string;
  readonly start: Extract<RunEvent, { event: 'start' }>;
  readonly training: Training;
  dispose(): Promise<void>;
}

export interface TrainRequest {
  readonly notebook: { readonly path: string; readonly text: string };
  readonly action: number;
  readonly overrides: Readonly<Record<string, string>>;
  readonly device: DeviceName;
  readonly seed?: number;
  readonly passes?: readonly string[];
}

export interface ResumeRequest {
  readonly folder: string;
  readonly device: DeviceName;
  /** Absent: those the run was begun with. */
  readonly passes?: readonly string[];
}

export interface TrainingSurroundings {
  readonly signal: AbortSignal;
  readonly notify: (run: string, event: RunEvent) => void;
}

/** Gets a notebook's training ready. Throws before a run folder is made when anything is wrong. */
export async function prepareTraining(
  request: TrainRequest,
  surroundings: TrainingSurroundings,
): Promise<PreparedTraining> {
  const notebook = analyzeNotebook(request.notebook, request.overrides);
  const action = trainAction(notebook, request.action);
  const seed = request.seed ?? action.plan.seed;
  const passes = requestedPasses(request.passes);
  const parts = await assemble(notebook, action, seed, request.device, passes);
  return orLetGo(
    () => parts.stage.dispose(),
    async () => {
      const { run, lock } = await begin(request, passes, parts);
      return orLetGo(
        () => lock.release(),
        () => ready(run, lock, parts, request.device, surroundings, new TrainingRecord()),
      );
    },
  );
}

/** Makes the run of a training that is ready. */
async function begin(
  request: TrainRequest,
  passes: readonly PassName[],
  parts: Parts,
): ReturnType<typeof beginRun> {
  const { notebook, action, seed, dataset, stage, runtime } = parts;
  assertUpdates(parts);
  const models = await keepModels(notebook);
  const { source } = action.network;
  return beginRun({
    notebook,
    action: request.action,
    overrides: { ...request.overrides },
    network: action.network.name,
    networkHash: networkHash(action.network),
    ...(models.length > 0 && { models }),
    data: dataset.name,
    dataHash: dataset.hash,
    normalization: {
      mean: [...dataset.normalization.mean],
      scale: [...dataset.normalization.scale],
    },
    ...(dataset.features && { features: [...dataset.features] }),
    ...(action.data.source.name === 'text' && { characters: true }),
    target: { kind: dataset.target.kind, names: [...dataset.target.names] },
    seed,
    device: stage.device,
    requestedDevice: request.device,
    passes: [...passes],
    versions: versions(runtime),
    measures: told(stage).filter(isSingle),
    settings: {
      ...(source && { from: `${source.file} ${source.hash.slice(0, 12)}` }),
      ...recordedSettings({
        train: { ...action.plan, batch: batchOf(parts) },
        data: action.data,
      }),
    },
  });
}

/** Lets go of what a training that cannot begin holds. */
async function orLetGo<T>(
  letGo: () => Promise<void> | void,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await letGo();
    throw error;
  }
}

/** Throws when a training is too short for the batches it is to accumulate: nothing would be learned. */
function assertUpdates({ setup: { phases, data, dataset } }: Parts): void {
  for (const phase of phases) {
    const { epochs, accumulate = 1, location } = phase.plan;
    const { batch, stepsPerEpoch } = batchesOf(phase, data, dataset);
    const batches = epochs * stepsPerEpoch;
    if (batches === 0 || batches >= accumulate) continue;
    const what = phases.length > 1 ? `phase \`${phase.name}\`` : 'the whole training';
    throw new CoreError({
      exit: 1,
      code: 'no-update',
      message: `\`accumulate ${accumulate}\` would never update the parameters: ${what} has ${batches} batches of ${batch}.`,
      hint: `Accumulate at most ${batches}, take smaller batches or more epochs.`,
      ...location,
    });
  }
}

/** Samples in a batch of the first phase. */
const batchOf = ({ setup: { phases, data, dataset } }: Parts): number =>
  batchesOf(phases[0], data, dataset).batch;

/** Gets an interrupted run ready to go on exactly where its last good checkpoint was written. */
export async function prepareResume(
  request: ResumeRequest,
  surroundings: TrainingSurroundings,
): Promise<PreparedTraining> {
  await openRun(request.folder); // nothing is written to what is no run
  const lock = await RunLock.take(request.folder);
  return orLetGo(
    () => lock.release(),
    () => prepareLocked(request, lock, surroundings),
  );
}

async function prepareLocked(
  { folder, device, passes: given }: ResumeRequest,
  lock: RunLock,
  surroundings: TrainingSurroundings,
): Promise<PreparedTraining> {
  const run = await openRun(folder);
  const { manifest } = run;
  if (manifest.status === 'done') throw userError('already-done', `Run ${run.id} is complete.`);
  const checkpoint = await run.newestCheckpoint();
  if (!checkpoint)
    throw new RunError(
      'no-checkpoint',
      `Run ${run.id} has no checkpoint to continue from.`,
      `Train again: \`dnn train ${manifest.notebook.file}\`.`,
    );
  const notebook = await notebookOfRun(run);
  const action = trainAction(notebook, manifest.action);
  const isOpen = device === 'auto';
  const present = isOpen ? (manifest.device as DeviceName) : device;
  const requested = isOpen ? ((manifest.requestedDevice ?? present) as DeviceName) : device;
  const passes = requestedPasses(given ?? passesOf(run));
  const parts = await assemble(notebook, action, manifest.seed, present, passes, checkpoint);
  return orLetGo(
    () => parts.stage.dispose(),
    async () => {
      if (parts.dataset.hash !== manifest.dataHash)
        throw userError(
          'data-changed',
          `The data \`${manifest.data}\` has changed since run ${run.id} was trained on it.`,
          'Restore the old data, or train again.',
        );
      const record = recordOf(await run.events());
      await run.reopen(parts.stage.device, requested);
      return ready(run, lock, parts, requested, surroundings, record);
    },
  );
}

function ready(
  run: Run,
  lock: RunLock,
  parts: Parts,
  device: DeviceName,
  { signal, notify }: TrainingSurroundings,
  record: TrainingRecord,
): PreparedTraining {
  const { action, dataset, setup, stage, checkpoint, seed, notebook } = parts;
  const chosen = stage.kind === 'steps' ? stage.chosen : undefined;
  const training = new Training({
    run,
    notebook,
    record,
    plan: action.plan,
    setup,
    stage,
    device,
    ...(checkpoint && { checkpoint }),
    signal,
    notify: (event) => notify(run.id, event),
  });
  const start = {
    event: 'start' as const,
    run: run.id,
    network: action.network.name,
    data: dataset.name,
    device: stage.device,
    samples: dataset.splits.train.count,
    ...training.outset,
    seed,
    ...(chosen?.measured && { measured: [...chosen.measured] }),
    ...(chosen?.remembered && { remembered: true }),
  };
  record.add(start);
  return {
    run,
    lock,
    notebook,
    network: action.network.name,
    training,
    start,
    dispose: () => {
      lock.release();
      return training.dispose();
    },
  };
}

/** The passes a run was begun with, as far as they still exist. */
const passesOf = ({ manifest: { passes } }: Run): readonly PassName[] | undefined =>
  passes && passNames.filter((name) => passes.includes(name));
