export type RunErrorCode =
  | 'disk-full'
  | 'write-failed'
  | 'unreadable-run'
  | 'bad-checkpoint'
  | 'no-checkpoint'
  | 'no-run'
  | 'still-running'
  | 'linked-folder';

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

const checkFolder = 'Check that the folder exists and is writable.';

/** What other errors of the operating system mean for a file that is written, and what to do. */
const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ELOOP: ['a symbolic link has this name', 'Remove that link, or choose another name.'],
  ENOENT: ['its folder does not exist', checkFolder],
  ENOTDIR: ['part of the path is not a folder', checkFolder],
  EISDIR: ['a folder has this name', 'Rename that folder, or choose another name.'],
  EACCES: ['permission denied', checkFolder],
  EPERM: ['permission denied', checkFolder],
  EROFS: ['the file system is read-only', 'Choose a writable folder.'],
  ENAMETOOLONG: [
    'its name or path is too long',
    'Choose a shorter one: most systems allow 255 bytes for a name, 4,096 for a path.',
  ],
  EMFILE: ['this process has too many open files', 'Raise its limit: `ulimit -n 1024`.'],
  ENFILE: ['the system has too many open files', 'Close other programs, then try again.'],
  EIO: ['the disk reports an error', 'Check the disk: what was written before may be damaged.'],
};

/** Puts a failed write into words. */
export function writeError(file: string, cause: unknown): RunError {
  if (cause instanceof RunError) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (full.has(code))
    return new RunError(
      'disk-full',
      `No space left on the disk to write ${file}.`,
      'Free some space, then try again: what was written before is intact.',
      { cause },
    );
  const [reason, hint] = reasons[code] ?? [message, checkFolder];
  return new RunError('write-failed', `Could not write ${file}: ${reason}.`, hint, { cause });
}
