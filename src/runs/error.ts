export type RunErrorCode =
  'disk-full' | 'write-failed' | 'unreadable-run' | 'bad-checkpoint' | 'no-checkpoint' | 'no-run';

/** A run folder that cannot be written or read: what happened, to which file, and what to do. */
export class RunError extends Error {
  constructor(
    readonly code: RunErrorCode,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RunError';
  }
}

/** The errors of the operating system that mean "no room left". */
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Puts a failed write into words. */
export function writeError(file: string, cause: unknown): RunError {
  if (cause instanceof RunError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  return full.has(code ?? '')
    ? new RunError(
        'disk-full',
        `No room left on the disk to write ${file}.`,
        'Free some space, then resume the run: its last checkpoint is intact.',
        { cause },
      )
    : new RunError(
        'write-failed',
        `Could not write ${file}: ${message}`,
        'Check that the folder exists and may be written to.',
        { cause },
      );
}
