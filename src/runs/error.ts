export type RunErrorCode =
  | 'disk-full'
  | 'write-failed'
  | 'unreadable-run'
  | 'bad-checkpoint'
  | 'no-checkpoint'
  | 'no-run'
  | 'still-running';

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

/** What other errors of the operating system mean for a file that is written. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist (any more)',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'there is a folder of this name',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EROFS: 'the file system can only be read',
  ENAMETOOLONG: 'its name is too long',
};

/** Puts a failed write into words. */
export function writeError(file: string, cause: unknown): RunError {
  if (cause instanceof RunError) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return full.has(code)
    ? new RunError(
        'disk-full',
        `No room left on the disk to write ${file}.`,
        'Free some space, then try again: what was written before is intact.',
        { cause },
      )
    : new RunError(
        'write-failed',
        `Could not write ${file}: ${reasons[code] ?? message}.`,
        'Check that the folder exists and may be written to.',
        { cause },
      );
}
