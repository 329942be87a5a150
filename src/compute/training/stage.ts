import { batchSizes } from '../../data/batches';
import type { OpenDataset } from '../../data/stored';
import type { DataPlan } from '../../data/plan';
import type { PassName } from '../../lowering/passes';
import type { Phase } from '../../learning/rules/rule';
import type { TrainingStep } from '../../learning/step';
import { initialize } from '../../network/initialize';
import { parameterKey, type Network } from '../../network/network';
import type { StoredTensor } from '../../runs/safetensors';
import type { Dataset } from '../../data/dataset';
import type { BatchQueue } from '../batches/batchQueue';
import { DataThread } from '../batches/dataThread';
import type { DeviceName } from '../protocol/deviceName';
import type { StepExecutor } from '../devices/executor';
import { openDevice, type ChosenDevice } from '../deviceCheck/openDevice';
import { stepOptions } from '../batches/stepOptions';
import type { Runtime } from '../devices/runtime';
import { Decoder } from './decoder';
import { Evaluator } from './evaluator';
import { withoutFrozenPrefix } from './frozenPrefix';

/** What all phases of a training share. */
export interface StageSetup {
  readonly runtime: Runtime;
  readonly dataset: OpenDataset;
  readonly data: DataPlan;
  readonly phases: readonly Phase[];
  readonly seed: number;
  readonly passes: readonly PassName[];
}

/** Where a phase is to go on: what was done before it, and in all. */
export interface StagePosition {
  readonly index: number;
  /** Steps and epochs done when the phase began. */
  readonly since: { readonly step: number; readonly epoch: number };
  readonly step: number;
  readonly epoch: number;
}

export type Tensors = ReadonlyMap<string, StoredTensor>;

interface StagePart {
  readonly position: Pick<StagePosition, 'index' | 'since'>;
  readonly evaluator: Evaluator;
  readonly device: ChosenDevice['device'];
  /** Parameters that this phase does not touch. */
  readonly kept: Tensors;
  dispose(): Promise<void>;
}

/** A phase of steps, opened on a device. */
export interface StepsStage extends StagePart {
  readonly kind: 'steps';
  readonly phase: Extract<Phase, { kind: 'steps' }>;
  readonly step: TrainingStep;
  readonly executor: StepExecutor;
  readonly batches: BatchQueue;
  readonly stepsPerEpoch: number;
  readonly chosen: ChosenDevice;
}

/** A phase that is one pass over the training samples. */
export interface PassStage extends StagePart {
  readonly kind: 'pass';
  readonly phase: Extract<Phase, { kind: 'pass' }>;
  readonly tensors: Tensors;
  /** What scores the outcome, where it gives answers. */
  readonly scorer?: Evaluator;
}

export type Stage = StepsStage | PassStage;

/** Samples in a batch of a phase, and batches in an epoch; a pass has none. */
export function batchesOf(
  { plan, kind }: Phase,
  data: DataPlan,
  { splits, segments }: Dataset,
): { readonly batch: number; readonly stepsPerEpoch: number } {
  const run = plan.carry ? segments : 1;
  const { batch, stepsPerEpoch } = batchSizes(splits.train.count, plan.batch ?? data.batch, run);
  return { batch, stepsPerEpoch: kind === 'pass' ? 0 : stepsPerEpoch };
}

/** Builds and opens a phase with what the phases before it have left, `given`. */
export function openStage(
  setup: StageSetup,
  position: StagePosition,
  given: Tensors,
  device: DeviceName,
): Promise<Stage> {
  const phase = setup.phases[position.index];
  return phase.kind === 'steps'
    ? openSteps(setup, phase, position, given, device)
    : openPass(setup, phase, position, given);
}

async function openSteps(
  whole: StageSetup,
  phase: StepsStage['phase'],
  { index, since, step: done, epoch }: StagePosition,
  given: Tensors,
  requested: DeviceName,
): Promise<StepsStage> {
  // What the network writes it reads itself, not what comes out of its frozen layers.
  const shortcut =
    phase.plan.write === undefined ? await withoutFrozenPrefix(whole, phase, given) : undefined;
  const setup = shortcut ? { ...whole, dataset: shortcut.dataset } : whole;
  const { runtime, dataset, data, seed, passes } = setup;
  const { plan, method } = phase;
  const { network } = shortcut ?? phase;
  const { batch, stepsPerEpoch } = batchesOf(phase, data, dataset);
  const options = stepOptions(dataset, batch, plan);
  const step = method.build(network, plan, options);
  const evaluation = method.evaluate(network, plan, options);
  const state = startOf(phase, seed, given);
  const first = Int32Array.from({ length: batch }, (_, i) => i);
  const fill = ({ samples, targets }: StepExecutor) =>
    dataset.splits.train.gather(first, samples, targets);
  const chosen = await openDevice({ runtime, step, state, passes }, requested, fill);
  const { executor } = chosen;
  try {
    const evaluator = await Evaluator.open(
      runtime,
      chosen.device,
      evaluation,
      dataset,
      plan.decode && new Decoder(dataset, plan.decode),
    );
    const feed = {
      ...{ seed, batch, augment: data.augment ?? [], step: done, epoch, since },
      ...(plan.carry && { run: dataset.segments }),
    };
    const batches = DataThread.feed(dataset.stored, data.location, feed, executor);
    const own = new Set(step.state.map(({ key }) => key));
    return {
      kind: 'steps',
      phase,
      position: { index, since },
      step,
      executor,
      batches,
      evaluator,
      stepsPerEpoch,
      chosen,
      device: chosen.device,
      kept: new Map([...given].filter(([key]) => !own.has(key))),
      dispose: async () => {
        await batches.dispose();
        await executor.dispose();
        await evaluator.dispose();
      },
    };
  } catch (error) {
    await executor.dispose();
    throw error;
  }
}

async function openPass(
  { runtime, dataset, seed }: StageSetup,
  phase: PassStage['phase'],
  { index, since }: StagePosition,
  given: Tensors,
): Promise<PassStage> {
  const { network, plan, pass } = phase;
  const evaluation = pass.evaluate(network, plan, stepOptions(dataset, 1));
  const start = startOf(phase, seed, given);
  const shapes = new Map(
    evaluation.graph.inputs.map(({ name, type }) => [name, type.shape.map(Number)]),
  );
  const tensors = new Map(given);
  for (const { key, input } of evaluation.parameters) {
    const shape = shapes.get(input)!;
    if (!tensors.has(key)) tensors.set(key, { shape, data: start.get(key)! });
  }
  const evaluator = await Evaluator.open(runtime, 'cpu', evaluation, dataset);
  const scoring = pass.score?.(network, plan, stepOptions(dataset, 1));
  const scorer = scoring && (await Evaluator.open(runtime, 'cpu', scoring, dataset));
  return {
    kind: 'pass',
    phase,
    position: { index, since },
    evaluator,
    device: 'cpu',
    kept: given,
    tensors,
    ...(scorer && { scorer }),
    dispose: async () => {
      await evaluator.dispose();
      await scorer?.dispose();
    },
  };
}

/** The parameters a phase begins with: those there are, new ones as they are initialized. */
function startOf({ network }: Phase, seed: number, given: Tensors): Map<string, Float32Array> {
  const isNew = network.layers.some((layer) =>
    layer.parameters.some((spec) => !given.has(parameterKey(layer, spec))),
  );
  const state = isNew ? initialize(network, seed) : new Map<string, Float32Array>();
  for (const [key, { data }] of given) state.set(key, data);
  return state;
}

/** A network's parameters as they are initialized, with their shapes. */
export function initialTensors(network: Network, seed: number): Tensors {
  const numbers = initialize(network, seed);
  return new Map(
    network.layers.flatMap((layer) =>
      layer.parameters.map((spec) => {
        const key = parameterKey(layer, spec);
        return [key, { shape: spec.shape, data: numbers.get(key)! }] as const;
      }),
    ),
  );
}
