import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as z from 'zod';
import { writeAtomic } from './atomic';

/** A file of what is remembered and can be found out again: one that cannot be read or written counts as empty. */
export class MemoryFile<T extends object> {
  constructor(
    readonly path: string,
    private readonly form: z.ZodType<T>,
    private readonly nothing: T,
  ) {}

  async read(): Promise<T> {
    try {
      const { success, data } = this.form.safeParse(JSON.parse(await readFile(this.path, 'utf8')));
      return success ? data : this.nothing;
    } catch {
      return this.nothing;
    }
  }

  /** Where nothing can be written, nothing is remembered. */
  async change(make: (now: T) => Partial<T>): Promise<void> {
    const now = await this.read();
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeAtomic(this.path, `${JSON.stringify({ ...now, ...make(now) })}\n`);
    } catch {
      return;
    }
  }
}
