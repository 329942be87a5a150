import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { userCache } from '../../data/search';
import { MemoryFile } from '../../runs/memoryFile';
import { deviceName } from '../protocol/deviceName';
import { unusedCause } from '../protocol/deviceReport';
import { machineKey } from '../devices/machine';
import type { Provider, Runtime } from '../devices/runtime';

/** What is remembered of this machine's devices, in the user's cache folder: a file that may vanish at any time. */

const provider = deviceName.exclude(['auto']);

export const measured = z.object({
  device: provider,
  /** What a step takes. */
  milliseconds: z.number().optional(),
  /** Why it was not timed. */
  reason: z.string().optional(),
  cause: unusedCause.optional(),
});
export type Measured = z.infer<typeof measured>;

const contents = z.object({
  /** Devices chosen for a step, by machine and step, the newest last. */
  choices: z.array(
    z.object({ key: z.string(), device: provider, measured: z.array(measured), time: z.number() }),
  ),
  /** Whether devices work, by machine: with a reason they do not. */
  states: z.array(
    z.object({
      machine: z.string(),
      device: provider,
      reason: z.string().optional(),
      time: z.number(),
    }),
  ),
});

/** Choices kept, at most. */
const mostChoices = 200;
/** Milliseconds after which a device is proved again: someone may have installed or removed a driver. */
const stateLife = 7 * 24 * 3600 * 1000;

export class DeviceCache {
  private readonly machine: string;
  private readonly memory: MemoryFile<z.infer<typeof contents>>;

  constructor(runtime: Runtime, file = memoryFile(process.env)) {
    this.machine = machineKey(runtime);
    this.memory = new MemoryFile(file, contents, { choices: [], states: [] });
  }

  /** The device once chosen for a step. */
  async choice(step: string): Promise<{ device: Provider; measured: Measured[] } | undefined> {
    const { choices } = await this.memory.read();
    return choices.findLast(({ key }) => key === this.keyOf(step));
  }

  /** Whether a device worked lately: with a reason it did not; undefined when that is not known. */
  async state(device: Provider): Promise<{ reason?: string | undefined } | undefined> {
    const { states } = await this.memory.read();
    return states.find(
      (entry) =>
        entry.machine === this.machine &&
        entry.device === device &&
        Date.now() - entry.time < stateLife,
    );
  }

  async keepChoice(step: string, device: Provider, found: readonly Measured[]): Promise<void> {
    const key = this.keyOf(step);
    await this.memory.change(({ choices }) => {
      const others = choices.filter((entry) => entry.key !== key).slice(1 - mostChoices);
      return { choices: [...others, { key, device, measured: [...found], time: Date.now() }] };
    });
  }

  /** Remembers that a device works, or why it does not. */
  async keepState(device: Provider, reason?: string): Promise<void> {
    const { machine } = this;
    await this.memory.change(({ states }) => {
      const others = states.filter((entry) => entry.machine !== machine || entry.device !== device);
      return { states: [...others, { machine, device, reason, time: Date.now() }] };
    });
  }

  async forget(): Promise<void> {
    await rm(this.memory.path, { force: true });
  }

  private keyOf(step: string): string {
    return `${this.machine}-${step}`;
  }
}

const memoryFile = (environment: NodeJS.ProcessEnv): string =>
  join(userCache(environment), 'devices.json');
