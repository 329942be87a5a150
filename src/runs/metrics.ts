import { appendFileSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writeError } from './error';
import { runEvent, type RunEvent } from './events';

/** Appends one event as a line; throws a `RunError` when the disk is full. */
export function appendMetric(file: string, event: RunEvent): void {
  try {
    appendFileSync(file, `${JSON.stringify(event)}\n`);
  } catch (error) {
    mendMetrics(file); // the disk may have taken a part
    throw writeError(file, error);
  }
}

/** Cuts off a last line that a crash left unfinished, so that appending goes on at the start of a line. */
export function mendMetrics(file: string): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(file, end);
}

/**
 * All valid events of a metrics file in order; none when there is no file. An unfinished last line is left out, and so
 * is what was recorded after the checkpoint a later resume started from.
 */
export async function readMetrics(file: string): Promise<RunEvent[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  let events: RunEvent[] = [];
  for (const line of text.split('\n')) {
    const event = parseLine(line);
    if (!event) continue;
    if (event.event === 'start') events = events.filter((earlier) => stands(earlier, event.step));
    events.push(event);
  }
  return events;
}

function parseLine(line: string): RunEvent | undefined {
  try {
    return runEvent.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Whether an event recorded before a resume at `step` still counts. */
function stands(event: RunEvent, step: number): boolean {
  switch (event.event) {
    case 'step':
    case 'epoch':
    case 'checkpoint':
      return event.step <= step;
    case 'changed': // one at this very step is told again
    case 'paused':
    case 'continued':
      return event.step < step;
    case 'done':
    case 'error':
      return false;
    default:
      return true;
  }
}
