import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

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

/** Whether it is the number of this very process. */
export const isHere = ({ pid, host }: Trainer): boolean =>
  pid === process.pid && host === hostname();

/**
 * Whether a process is still there, or may be. One of another host cannot be seen from here. Where the system tells no
 * start times in a file (macOS, Windows), a later process with its number is taken for it: better a resume that is refused,
 * which names the number, than two processes that train one run.
 */
export function isAlive({ pid, host, began }: Trainer): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = statusOf(pid);
  if (now === undefined) return true;
  return !ended.has(now.state) && (began === undefined || began === now.began);
}

/** States of a process that has ended and keeps its number until its parent asks how, for ever where that never does. */
const ended: ReadonlySet<string> = new Set(['Z', 'X', 'x']);

/** The start of the system and that of a process since then; Linux alone tells. */
export const beginningOf = (pid: number): string | undefined => statusOf(pid)?.began;

/** State of a process, start of the system and start of the process since then, in ticks; Linux alone tells in a file. */
function statusOf(pid: number): { readonly state: string; readonly began: string } | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const behindName = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return { state: behindName[0], began: `${boot} ${behindName[19]}` };
  } catch {
    return undefined;
  }
}
