import { createHash } from 'node:crypto';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { userCache } from '../../data/search';
import { MemoryFile } from '../../runs/memoryFile';
import type { Calibration, MeasuredStep } from './estimate';
import { stepWork } from './work';

/** What steps took on this machine, in the user's cache folder: a file that may vanish at any time. */

const device = z.string().max(100);
const contents = z.object({
  /** The newest last. */
  steps: z
    .array(
      z.object({
        machine: z.string(),
        device,
        work: stepWork,
        milliseconds: z.number().positive(),
        estimated: z.number().positive().optional(),
      }),
    )
    .max(1000),
  products: z
    .array(z.object({ machine: z.string(), device, gflops: z.number().positive() }))
    .max(100),
});
type Contents = z.infer<typeof contents>;

/** Steps kept, at most. */
const mostSteps = 200;

export class StepTimes {
  private readonly memory: MemoryFile<Contents>;

  constructor(
    file = join(userCache(process.env), 'steps.json'),
    private readonly machine = machineKey(),
  ) {
    this.memory = new MemoryFile(file, contents, { steps: [], products: [] });
  }

  async calibration(): Promise<Calibration> {
    const { steps, products } = await this.memory.read();
    const here = <T extends { machine: string }>(entries: readonly T[]) =>
      entries.filter(({ machine }) => machine === this.machine);
    return {
      steps: here(steps),
      products: Object.fromEntries(here(products).map(({ device, gflops }) => [device, gflops])),
    };
  }

  /** Remembers what a training's steps took, in place of what the same ones took before. */
  async keep(step: MeasuredStep): Promise<void> {
    const { machine } = this;
    const isSame = (known: Contents['steps'][number]) =>
      known.machine === machine &&
      known.device === step.device &&
      JSON.stringify(known.work) === JSON.stringify(step.work);
    await this.memory.change(({ steps }) => ({
      steps: [...steps.filter((known) => !isSame(known)), { machine, ...step }].slice(-mostSteps),
    }));
  }

  /** Remembers the rate of matrix products, in GFLOP/s. */
  async keepProducts(device: string, gflops: number): Promise<void> {
    const { machine } = this;
    await this.memory.change(({ products }) => ({
      products: [
        ...products.filter((known) => known.machine !== machine || known.device !== device),
        { machine, device, gflops },
      ].slice(-100),
    }));
  }
}

/** What computes: processor, threads and, where it is set, how many of them are used. */
const machineKey = (): string =>
  createHash('sha256')
    .update(
      [
        process.platform,
        process.arch,
        cpus()[0]?.model ?? '',
        String(availableParallelism()),
        process.env.DNN_THREADS ?? '',
      ].join('\0'),
    )
    .digest('hex')
    .slice(0, 16);
