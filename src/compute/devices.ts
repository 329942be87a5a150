import type { StepExecutor } from './executor';
import { completeState, openOn, type StepSetup } from './devices/openStep';
import { round } from './pace';
import type { DeviceName } from './protocol';
import { messageOf, possibleProviders, type Provider } from './runtime';

export { openOn, type StepSetup } from './devices/openStep';

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
