import { freeMemory } from '../../data/memoryLimit';
import type { OpenDataset } from '../../data/stored';
import { phasesOf } from '../../learning/rules';
import type { PassName } from '../../lowering/passes';
import { assertFits } from '../../program/fit';
import type { Known } from '../../program/fit/check';
import type { TrainAction } from '../../program/verbs/train';
import type { Checkpoint } from '../../runs/checkpoint';
import { DataThread } from '../batches/dataThread';
import { cachedData } from '../batches/cachedData';
import { probeBlocked } from '../devices/blocked';
import type { DeviceName } from '../protocol/deviceName';
import { loadRuntime, type Runtime } from '../devices/runtime';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import { initialTensors, openStage, type Stage, type StageSetup } from './stage';

/** What a training is made of before a phase is opened. */
export interface LoadedParts {
  readonly notebook: AnalyzedNotebook;
  readonly action: TrainAction;
  readonly seed: number;
  readonly dataset: OpenDataset;
  readonly runtime: Runtime;
  readonly setup: StageSetup;
}

/** All of a training but its run. */
export interface Parts extends LoadedParts {
  /** The phase it begins or goes on with. */
  readonly stage: Stage;
  readonly checkpoint?: Checkpoint;
}

/** Loads and checks what an action trains with. */
export async function load(
  notebook: AnalyzedNotebook,
  action: TrainAction,
  seed: number,
  passes: readonly PassName[],
): Promise<LoadedParts> {
  const { network, data } = action;
  const plan = { ...action.plan, seed };
  const phases = phasesOf(network, plan);
  const assertPhasesFit = (known: Known): void => {
    for (const { network, plan } of phases)
      assertFits({ network, plan, updates: plan, batch: plan.batch ?? data.batch }, known);
  };
  assertPhasesFit({ free: freeMemory() });
  DataThread.prepare(1);
  const loading = cachedData(notebook.path, data, seed);
  loading.catch(() => undefined); // awaited below
  const runtime = await loadRuntime();
  // Takes its time once on a machine, while the data is loaded.
  if (passes.includes('blockLayout')) await probeBlocked(runtime);
  const dataset = await loading;
  assertPhasesFit({ loaded: dataset });
  const setup = { runtime, dataset, data, phases, seed, passes };
  return { notebook, action: { ...action, plan }, seed, dataset, runtime, setup };
}

/** Loads, builds and checks what an action trains with, and opens its first phase or the one of a checkpoint. */
export async function assemble(
  notebook: AnalyzedNotebook,
  action: TrainAction,
  seed: number,
  device: DeviceName,
  passes: readonly PassName[],
  checkpoint?: Checkpoint,
): Promise<Parts> {
  const parts = await load(notebook, action, seed, passes);
  const {
    phase: since = { index: 0, step: 0, epoch: 0 },
    step = 0,
    epoch = 0,
  } = checkpoint?.state ?? {};
  const position = { index: since.index, since, step, epoch };
  const given = checkpoint?.tensors ?? initialTensors(action.network, seed);
  const stage = await openStage(parts.setup, position, given, device);
  return { ...parts, stage, ...(checkpoint && { checkpoint }) };
}
