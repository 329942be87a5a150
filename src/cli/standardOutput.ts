import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { exitCodes } from './failed';
import { interrupt } from './interruption';

/** What Node.js knows of a stream that is a pipe or a socket. */
interface Handle {
  setBlocking?(blocking: boolean): void;
  readonly writeQueueSize?: number;
}
type Stream = NodeJS.WriteStream & { readonly _handle?: Handle | null };

const streams: readonly Stream[] = [process.stdout, process.stderr];
/** Milliseconds a reader may do nothing before an interrupted command ends without it. */
const patience = 500;

/**
 * Keeps the standard output from holding up the command: a full pipe that nobody reads must not keep it from hearing
 * signals, and one that is closed, or a disk without room, ends it as Ctrl-C does, so that a training keeps a checkpoint.
 */
export function keepOutputFromBlocking(): void {
  endWhenLost();
  process.on('exit', letGoOfLostTerminal);
  if (process.platform === 'win32') return; // pipes do not block there
  setBlocking(false);
  process.on('exit', () => setBlocking(true)); // others may use the same pipe
}

function setBlocking(blocking: boolean): void {
  for (const stream of streams) if (!stream.isTTY) stream._handle?.setBlocking?.(blocking);
}

function endWhenLost(): void {
  let lost = false;
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (lost) return;
      lost = true;
      // A reader that has seen enough (`| head`) is no mistake, nor is a terminal that was closed.
      if (!['EPIPE', 'EIO'].includes(error.code ?? '') && stream === process.stdout)
        process.stderr.write(`error: The output could not be written: ${reason(error)}.\n`);
      interrupt(false);
    });
}

/** Node.js 20 aborts when it cannot put a terminal that was closed back into its earlier state. */
function letGoOfLostTerminal(): void {
  for (const { fd, isTTY } of [process.stdin, process.stdout, process.stderr])
    if (isTTY && !isatty(fd)) closeSync(fd);
}

const reason = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOSPC' ? 'there is no space left on the disk' : message;

/** Bytes that wait for a reader. */
const waiting = (): number =>
  streams.reduce((sum, { writableLength, _handle }) => {
    return sum + writableLength + (_handle?.writeQueueSize ?? 0);
  }, 0);

/** Ends an interrupted command when its last output is read, or nobody reads it. */
export async function exitInterrupted(): Promise<never> {
  for (let before = Infinity; waiting() > 0 && waiting() < before;) {
    before = waiting();
    for (let i = 0; i < 10 && waiting() > 0; i++) await sleep(patience / 10);
  }
  process.exit(exitCodes.interrupted);
}
