import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** The process that trains a run. */
export const trainer = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When it began, where the system tells: a later process may get its number. */
  began: z.string().optional(),
});
export type Trainer = z.infer<typeof trainer>;

/** This process. */
export function here(): Trainer {
  const { pid } = process;
  const began = beginningOf(pid);
  return { pid, host: hostname(), ...(began !== undefined && { began }) };
}

/** Whether a run is trained by this very process, unless it is over. */
export const isHere = ({ pid, host }: Trainer): boolean =>
  pid === process.pid && host === hostname();

/** Whether a process is still there. */
export function isAlive({ pid, host, began }: Trainer): boolean {
  if (host !== hostname()) return true; // cannot be known from here
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = beginningOf(pid);
  return began === undefined || now === undefined || began === now;
}

/** The start of the system and that of a process since then, in its ticks; Linux alone tells in a file. */
function beginningOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const behindName = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${behindName[19]}`;
  } catch {
    return undefined;
  }
}
