import { writeModel } from '../../onnx/write';
import { hash } from '../devices/machine';
import { DeviceCache, type Measured } from './deviceCache';
import { completeState, openOn, writeStep, type StepSetup } from '../devices/openStep';
import { checkDevice } from './deviceCheck';
import { disagreement, timeStep, type Timing } from './timing';
import { tryDevice } from './trialProcess';
import type { DeviceName } from '../protocol/deviceName';
import type { StepExecutor } from '../devices/executor';
import { unusableCause } from '../devices/hardware';
import { possibleProviders, reasonOf, type Provider } from '../devices/runtime';
import { chosenPasses } from '../devices/stepModel';

export interface ChosenDevice {
  readonly device: Provider;
  readonly executor: StepExecutor;
  /** With `auto`, when there was a choice: what each device took for a step, or why it was not timed. */
  readonly measured?: readonly Measured[];
  /** Whether that was measured another time. */
  readonly remembered?: boolean;
}

/** Milliseconds of a step on the CPU below which no other device is tried: starting work on one takes about as long. */
const tooShort = 0.3;

/** Makes the executor of a step on a device. `fill` puts a real batch into a new executor. */
export async function openDevice(
  setup: StepSetup,
  requested: DeviceName,
  fill: (executor: StepExecutor) => void,
): Promise<ChosenDevice> {
  if (requested !== 'auto') return { device: requested, executor: await openOn(setup, requested) };
  const memory = new DeviceCache(setup.runtime);
  const key = stepKey(setup);
  const known = await memory.choice(key);
  if (known) {
    const executor = await openOn(setup, known.device).catch(() => undefined);
    if (executor) return { ...known, executor, remembered: true };
  }
  return choose(setup, fill, memory, key);
}

/** Times the step on the CPU and on every other device that works, and opens the fastest. */
async function choose(
  setup: StepSetup,
  fill: (executor: StepExecutor) => void,
  memory: DeviceCache,
  key: string,
): Promise<ChosenDevice> {
  const executor = await openOn(setup, 'cpu');
  const others = possibleProviders().filter((device) => device !== 'cpu');
  if (others.length === 0) return { device: 'cpu', executor, measured: [{ device: 'cpu' }] };
  fill(executor);
  const expected = await timeStep(executor);
  executor.write(completeState(setup.step, setup.state));
  let best: { device: Provider; milliseconds: number } = { device: 'cpu', ...expected };
  const measured: Measured[] = [{ device: 'cpu', milliseconds: expected.milliseconds }];
  for (const device of others) {
    const found =
      expected.milliseconds < tooShort
        ? untried(device)
        : await tryOn(device, setup, executor, expected, memory);
    measured.push(found);
    const { milliseconds = Infinity } = found;
    if (milliseconds < best.milliseconds) best = { device, milliseconds };
  }
  if (best.device !== 'cpu') {
    try {
      const faster = await openOn(setup, best.device);
      await executor.dispose();
      await memory.keepChoice(key, best.device, measured);
      return { device: best.device, executor: faster, measured };
    } catch (error) {
      // It worked a moment ago: said, and not remembered.
      const failed = unusable(best.device, reasonOf(error, best.device));
      const others = measured.filter(({ device }) => device !== best.device);
      return { device: 'cpu', executor, measured: [...others, failed] };
    }
  }
  await memory.keepChoice(key, 'cpu', measured);
  return { device: 'cpu', executor, measured };
}

/** What a device takes for a step, or why it is not to be used. */
async function tryOn(
  device: Provider,
  setup: StepSetup,
  batch: StepExecutor,
  expected: Timing,
  memory: DeviceCache,
): Promise<Measured> {
  const { runtime, step, state } = setup;
  const known = (await memory.state(device)) ?? (await checkDevice(runtime, device, memory));
  if (known.reason !== undefined) return unusable(device, known.reason);
  const written = await writeStep(setup, device);
  const found = await tryDevice(device, { step, written, state, batch });
  if ('reason' in found) return unusable(device, found.reason);
  const reason = disagreement(step.measures, found, expected);
  return reason === undefined
    ? { device, milliseconds: found.milliseconds }
    : unusable(device, reason);
}

const untried = (device: Provider): Measured => ({
  device,
  reason: 'Not tried: the step is too short for it to be faster.',
  cause: 'untried',
});

const unusable = (device: Provider, reason: string): Measured => ({
  device,
  reason,
  cause: unusableCause(device),
});

/** A short name for everything of a step that its speed depends on. */
const stepKey = ({ step, passes = chosenPasses() }: StepSetup): string =>
  hash([writeModel(step.graph, { name: 'step' }), ...passes]);
