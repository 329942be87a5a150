import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
} from 'node:fs';
import { RunError, writeError } from './runError';
import { runEvent, type RunEvent } from './events';
import { openRegular } from './regularFile';

const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
/** A run folder from elsewhere may hold a link in place of the file. */
const appending = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW;

/** Appends one event as a line; throws a `RunError` when the disk is full. */
export function appendMetric(file: string, event: RunEvent): void {
  try {
    append(file, `${JSON.stringify(event)}\n`);
  } catch (error) {
    mendMetrics(file); // the disk may have taken a part
    throw writeError(file, error);
  }
}

function append(file: string, line: string): void {
  const descriptor = openSync(file, appending);
  try {
    appendFileSync(descriptor, line);
  } finally {
    closeSync(descriptor);
  }
}

/** Cuts off a last line that a crash left unfinished, so that appending goes on at the start of a line. */
export function mendMetrics(file: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const handle = openSync(file, 'r+');
  try {
    const { size } = fstatSync(handle);
    const piece = Buffer.alloc(pieceSize);
    let end = size;
    while (end > 0) {
      const from = Math.max(0, end - pieceSize);
      readSync(handle, piece, 0, end - from, from);
      const lineBreak = piece.subarray(0, end - from).lastIndexOf(0x0a);
      end = from + lineBreak + 1;
      if (lineBreak >= 0) break;
    }
    if (end < size) ftruncateSync(handle, end);
  } finally {
    closeSync(handle);
  }
}

/** Bytes read at once; characters beyond which a line is none of ours. */
const pieceSize = 1 << 16;
const longestLine = 1 << 24;

/**
 * All valid events of a metrics file in order; none when there is no file. An unfinished last line is left out, and so
 * is what was recorded after the checkpoint a later resume started from. Throws a `RunError` when it cannot be read.
 */
export async function readMetrics(file: string): Promise<RunEvent[]> {
  let recorded: Recorded[] = [];
  let phase = 0;
  const take = (line: string): void => {
    const event = parseLine(line);
    if (!event) return;
    if (event.event === 'start') recorded = recorded.filter((earlier) => stands(earlier, event));
    if (event.event === 'start' || event.event === 'phase') phase = event.phase?.index ?? 0;
    recorded.push({ event, phase });
  };
  let rest = '';
  try {
    const handle = await openRegular(file);
    for await (const part of handle.createReadStream({
      encoding: 'utf8',
    }) as AsyncIterable<string>) {
      const lines = part.split('\n');
      lines[0] = rest + lines[0];
      rest = lines.pop()!;
      if (rest.length > longestLine) rest = '';
      lines.forEach(take);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new RunError('unreadable-run', `${file} cannot be read.`, undefined, { cause });
  }
  take(rest);
  return recorded.map(({ event }) => event);
}

/** An event, and the phase it was told in. */
interface Recorded {
  readonly event: RunEvent;
  readonly phase: number;
}

function parseLine(line: string): RunEvent | undefined {
  try {
    return runEvent.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Whether an event recorded before a resume still counts. */
function stands(
  { event, phase }: Recorded,
  { step, phase: resumed }: Extract<RunEvent, { event: 'start' }>,
): boolean {
  switch (event.event) {
    case 'step':
    case 'epoch':
    case 'checkpoint':
    case 'picture':
    case 'written':
    case 'examined':
    case 'verdicts':
      return event.step <= step;
    case 'measured': // a pass is made again as a whole
      return phase < (resumed?.index ?? 0);
    case 'phase':
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
