import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { userCache } from '../../data/search';
import { writeAtomic } from '../../runs/atomic';
import { hash, machineKey } from './machine';
import type { Runtime } from './runtime';

/** The block of the blocked layout, `null` where there is none, as measured on a machine once. */
const contents = z.object({ machine: z.string(), block: z.number().int().positive().nullable() });

/** What an earlier core found out about this machine, in a file that may vanish at any time. */
export class BlockMemory {
  constructor(
    private readonly runtime: Runtime,
    private readonly file = join(userCache(process.env), 'layout.json'),
  ) {}

  /** The block, `null` for none; undefined when this machine, with this runtime, is not known. */
  async recall(): Promise<number | null | undefined> {
    try {
      const { machine, block } = contents.parse(JSON.parse(await readFile(this.file, 'utf8')));
      return machine === (await this.machine()) ? block : undefined;
    } catch {
      return undefined;
    }
  }

  /** Where nothing can be written, nothing is remembered. */
  async keep(block: number | null): Promise<void> {
    const kept: z.infer<typeof contents> = { machine: await this.machine(), block };
    try {
      await mkdir(dirname(this.file), { recursive: true });
      await writeAtomic(this.file, `${JSON.stringify(kept)}\n`);
    } catch {
      return;
    }
  }

  /** Virtual machines may move to a processor of the same name with other instructions. */
  private async machine(): Promise<string> {
    const facts = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
    return hash([machineKey(this.runtime), /^(flags|Features)\s*:.*$/m.exec(facts)?.[0] ?? '']);
  }
}
