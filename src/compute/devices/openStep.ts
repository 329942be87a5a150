import type { Graph } from '../../graph/builder';
import { floatingPointOperations } from '../../graph/cost';
import type { PassName } from '../../lowering/passes';
import { packState } from '../../learning/packing';
import { severalSteps } from '../../learning/severalSteps';
import type { TrainingStep } from '../../learning/step';
import { writeModel } from '../../onnx/write';
import { DeviceExecutor } from './deviceExecutor';
import { type StepExecutor, type StepShape } from './executor';
import { elements } from '../../shape/elements';
import { HostExecutor } from './hostExecutor';
import { createSession, type Provider, type Runtime } from './runtime';
import { chosenPasses, optimizedStep } from './stepModel';

/** A step to run, and how. */
export interface StepSetup {
  readonly runtime: Runtime;
  readonly step: TrainingStep;
  /** Zeros where it is not given. */
  readonly state: ReadonlyMap<string, Float32Array>;
  /** Absent: those of `DNN_PASSES`. */
  readonly passes?: readonly PassName[];
  /** Where to write a profile when the executor is disposed: the beginning of the file's path. */
  readonly profile?: string;
  /** Steps of one run where state cannot stay on the device; absent: `DNN_STEPS_PER_RUN`, else what suits the device. */
  readonly stepsPerRun?: number;
}

/** A step as models for one device. */
export interface WrittenStep {
  readonly one: Uint8Array;
  /** The same, several times in a row. */
  readonly several?: { readonly model: Uint8Array; readonly count: number };
}

/** Makes the executor of a step on one device. Throws a `CoreError` that names the device. */
export async function openOn(setup: StepSetup, device: Provider): Promise<StepExecutor> {
  const { runtime, state, profile } = setup;
  const step = stepOn(device, setup.step);
  const written = await writeStep({ ...setup, step }, device);
  return openWritten(runtime, device, step, written, completeState(step, state), profile);
}

/** A step in the form in which a device takes its state. */
export const stepOn = (device: Provider, step: TrainingStep): TrainingStep =>
  device === 'cpu' ? packState(step) : step;

/** Writes a step for a device. */
export async function writeStep(
  { runtime, step, passes = chosenPasses(), stepsPerRun }: StepSetup,
  device: Provider,
): Promise<WrittenStep> {
  const graph = await optimizedStep(runtime, device, step.graph, passes);
  const one = writeModel(graph, { name: 'training step' });
  const count = stepsPerRun ?? givenSteps() ?? usualStepsPerRun(device, step, graph);
  if (count === 1 || device === 'webgpu') return { one };
  const model = writeModel(severalSteps(step, graph, count), { name: 'training steps' });
  return { one, several: { model, count } };
}

/** Opens the sessions of a written step. */
export async function openWritten(
  runtime: Runtime,
  device: Provider,
  step: StepShape,
  { one, several }: WrittenStep,
  given: ReadonlyMap<string, Float32Array>,
  profile?: string,
): Promise<StepExecutor> {
  const state = completeState(step, given);
  if (device === 'webgpu') return DeviceExecutor.create(runtime, device, one, step, state, profile);
  const session = await createSession(runtime, one, device, { profile });
  if (!several) return new HostExecutor(runtime, device, session, step, state);
  const repeated = await createSession(runtime, several.model, device);
  const { count } = several;
  return new HostExecutor(runtime, device, session, step, state, { session: repeated, count });
}

function givenSteps(): number | undefined {
  const given = Number(process.env.DNN_STEPS_PER_RUN);
  return Number.isInteger(given) && given > 0 ? given : undefined;
}

/** At most so many steps in one graph, and about so many nodes: what is longer takes too long to open. */
const mostSteps = 8;
const mostNodes = 4000;

/** Where state can stay on the CPU: so many steps, for a graph and a state of such sizes. */
const onCpu = { steps: 4, nodes: 300, leastBytes: 2 ** 20, mostOperations: 4e9 };

/**
 * Steps in one run: on devices that give every output back to the CPU, so many that this happens seldom, and WebGPU keeps its
 * state. On the CPU the binding copies every output once more, which is felt where the state is large and the step short.
 */
function usualStepsPerRun(device: Provider, { state }: TrainingStep, graph: Graph): number {
  const { length } = graph.nodes;
  switch (device) {
    case 'cpu': {
      const bytes = 4 * state.reduce((sum, { shape }) => sum + elements(shape), 0);
      const short = length <= onCpu.nodes && floatingPointOperations(graph) <= onCpu.mostOperations;
      return short && bytes >= onCpu.leastBytes ? onCpu.steps : 1;
    }
    case 'webgpu':
      return 1;
    case 'cuda':
    case 'dml':
    case 'coreml':
      return Math.max(1, Math.min(mostSteps, Math.floor(mostNodes / length)));
    default:
      return device satisfies never;
  }
}

/** Every piece of state: what is given, else what the step says it starts with, else zeros. */
export const completeState = (
  { state, initial }: Pick<TrainingStep, 'state' | 'initial'>,
  given: ReadonlyMap<string, Float32Array>,
): Map<string, Float32Array> =>
  new Map(
    state.map(({ key, shape }) => [
      key,
      given.get(key) ?? initial?.get(key) ?? new Float32Array(elements(shape)),
    ]),
  );
