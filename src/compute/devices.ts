import type { PassName } from '../graph/passes';
import type { TrainingStep } from '../learning/step';
import { DeviceExecutor } from './deviceExecutor';
import { HostExecutor, type StepExecutor } from './executor';
import { round } from './pace';
import type { DeviceName } from './protocol';
import { stepModel } from './stepModel';
import {
  createSession,
  messageOf,
  possibleProviders,
  type Provider,
  type Runtime,
} from './runtime';

export interface Measured {
  readonly device: Provider;
  readonly milliseconds?: number;
  readonly reason?: string;
}

export interface ChosenDevice {
  readonly device: Provider;
  readonly executor: StepExecutor;
  /** With `auto`, when there was a choice. */
  readonly measured?: readonly Measured[];
}

/** A step at most this many times, and this many milliseconds, when devices are compared. */
const trialSteps = 5;
const trialMilliseconds = 1000;

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
}

/** Makes the executor of a step on a device. `fill` puts a real batch into a new executor. */
export async function openDevice(
  setup: StepSetup,
  requested: DeviceName,
  fill: (executor: StepExecutor) => void,
): Promise<ChosenDevice> {
  if (requested !== 'auto') return { device: requested, executor: await openOn(setup, requested) };

  const measured: Measured[] = [];
  const working: { device: Provider; executor: StepExecutor }[] = [];
  for (const device of possibleProviders()) {
    try {
      working.push({ device, executor: await openOn(setup, device) });
    } catch (error) {
      measured.push({ device, reason: messageOf(error) });
    }
  }
  let best = Infinity;
  let chosen: (typeof working)[number] | undefined;
  for (const candidate of working) {
    const { device, executor } = candidate;
    try {
      if (working.length > 1) fill(executor);
      const milliseconds = working.length > 1 ? await time(executor) : undefined;
      measured.push({ device, ...(milliseconds !== undefined && { milliseconds }) });
      const slower = milliseconds !== undefined && milliseconds >= best ? candidate : chosen;
      if (slower !== candidate) [chosen, best] = [candidate, milliseconds ?? 0];
      await slower?.executor.dispose();
    } catch (error) {
      measured.push({ device, reason: messageOf(error) });
    }
  }
  if (!chosen) return openDevice(setup, 'cpu', fill); // its error says more
  chosen.executor.write(completeState(setup.step, setup.state));
  return { ...chosen, measured };
}

/** Makes the executor of a step on one device. */
export async function openOn(
  { runtime, step, state: given, passes, profile }: StepSetup,
  device: Provider,
): Promise<StepExecutor> {
  const state = completeState(step, given);
  const model = await stepModel(runtime, device, step.graph, passes);
  if (device === 'webgpu')
    return DeviceExecutor.create(runtime, device, model, step, state, profile);
  const session = await createSession(runtime, model, device, { profile });
  return new HostExecutor(runtime, device, session, step, state);
}

/** Milliseconds of a step, without the first one; the quickest of a few. */
async function time(executor: StepExecutor): Promise<number> {
  await executor.step(0, 1);
  let best = Infinity;
  const end = performance.now() + trialMilliseconds;
  for (let i = 0; i < trialSteps && performance.now() < end; i++) {
    const start = performance.now();
    await executor.step(0, 1);
    best = Math.min(best, performance.now() - start);
  }
  return round(best, 3);
}

/** Every piece of state: what is given, and zeros for the rest. */
function completeState(
  step: TrainingStep,
  given: ReadonlyMap<string, Float32Array>,
): Map<string, Float32Array> {
  return new Map(
    step.state.map(({ key, shape }) => [
      key,
      given.get(key) ?? new Float32Array(shape.reduce((product, n) => product * n, 1)),
    ]),
  );
}
