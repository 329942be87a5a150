import { exitCodes } from './failed';

/**
 * Ends the command when nobody reads what it writes any more, or a disk has no room for it: as Ctrl-C does, so that a
 * training keeps a checkpoint.
 */
export function endWhenOutputIsLost(): void {
  let lost = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (lost) return;
      lost = true;
      // A reader that has seen enough (`| head`) is no mistake.
      if (error.code !== 'EPIPE' && stream === process.stdout)
        process.stderr.write(`error: The output could not be written: ${reason(error)}.\n`);
      if (!process.emit('SIGINT')) process.exit(exitCodes.interrupted);
    });
}

const reason = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOSPC' ? 'there is no room left on the disk' : message;
