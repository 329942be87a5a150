import type { Dataset } from '../../data/dataset';
import type { OpenDataset } from '../../data/stored';
import type { PassName } from '../../graph/passes';
import { buildEvaluation } from '../../learning/evaluation';
import { buildTrainingStep } from '../../learning/rules';
import type { StepOptions, TrainingStep } from '../../learning/step';
import { initialize } from '../../network/initialize';
import type { TrainAction } from '../../program/program';
import type { Checkpoint } from '../../runs/checkpoint';
import type { BatchQueue } from '../batches/batchQueue';
import { DataThread } from '../batches/dataThread';
import { cachedData } from '../datasets';
import { probeBlocked } from '../devices/blocked';
import type { DeviceName } from '../devices/deviceName';
import type { StepExecutor } from '../devices/executor';
import { openDevice, type ChosenDevice } from '../devices/openDevice';
import { createSession, loadRuntime, type Runtime } from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import { assertNetworkFits } from '../memory';
import { assertFits, type Understood } from '../notebook';
import { Evaluator } from './evaluator';

/** All of a training but its run. */
export interface Parts {
  readonly notebook: Understood;
  readonly action: TrainAction;
  readonly seed: number;
  readonly dataset: OpenDataset;
  readonly batches: BatchQueue;
  readonly runtime: Runtime;
  readonly step: TrainingStep;
  readonly chosen: ChosenDevice;
  readonly evaluator: Evaluator;
  readonly checkpoint?: Checkpoint;
  readonly dispose: () => Promise<void>;
}

/** Loads, builds and checks what an action trains with. */
export async function assemble(
  notebook: Understood,
  action: TrainAction,
  seed: number,
  device: DeviceName,
  passes: readonly PassName[],
  checkpoint?: Checkpoint,
): Promise<Parts> {
  const { network, data } = action;
  const plan = { ...action.plan, seed };
  assertNetworkFits(network, plan, plan.batch ?? data.batch);
  DataThread.prepare(1);
  const loading = cachedData(notebook.path, data, seed);
  loading.catch(() => undefined); // awaited below
  const runtime = await loadRuntime();
  // Takes its time once on a machine, while the data are loaded.
  if (passes.includes('blockLayout')) await probeBlocked(runtime);
  const dataset = await loading;
  assertFits(network, plan.loss, dataset);
  const batch = Math.min(plan.batch ?? data.batch, dataset.splits.train.count);
  const options = stepOptions(dataset, batch);
  const step = buildTrainingStep(network, plan, options);
  const state = checkpoint
    ? new Map([...checkpoint.tensors].map(([key, { data }]) => [key, data]))
    : initialize(network, seed);
  const first = Int32Array.from({ length: batch }, (_, i) => i);
  const fill = ({ samples, targets }: StepExecutor) =>
    dataset.splits.train.gather(first, samples, targets);
  const chosen = await openDevice({ runtime, step, state, passes }, device, fill);
  const evaluation = buildEvaluation(network, plan, options);
  const model = plainModel(chosen.device, evaluation.graph, 'evaluation');
  const session = await createSession(runtime, model, chosen.device).catch(async (error) => {
    await chosen.executor.dispose();
    throw error;
  });
  const { step: done = 0, epoch = 0 } = checkpoint?.state ?? {};
  const feed = { seed, batch, augment: data.augment ?? [], step: done, epoch };
  const batches = DataThread.feed(dataset.stored, data.location, feed, chosen.executor);
  const evaluator = new Evaluator(runtime, chosen.device, session, evaluation, dataset);
  return {
    notebook,
    action: { ...action, plan },
    seed,
    dataset,
    batches,
    runtime,
    step,
    chosen,
    evaluator,
    ...(checkpoint && { checkpoint }),
    dispose: async () => {
      await batches.dispose();
      await chosen.executor.dispose();
      await evaluator.dispose();
    },
  };
}

/** What a step is built for, from the data. */
export const stepOptions = (dataset: Dataset, batch: number): StepOptions => ({
  batch,
  normalization: dataset.normalization,
  targets: { kind: dataset.target.kind, count: dataset.target.names.length },
});
