import { CoreError, toFailure } from '../compute/wire/error';

/** Exit codes: part of the command line's contract. */
export const exitCodes = { done: 0, user: 1, usage: 2, core: 3, interrupted: 130 } as const;

export interface Problem {
  readonly exit: 1 | 2 | 3;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A command that cannot go on; told once, at the end. */
export class Failed extends Error {
  constructor(
    readonly problem: Problem,
    /** The problem has been told already. */
    readonly told = false,
  ) {
    super(problem.message);
    this.name = 'Failed';
  }
}

/** A command the user stopped. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Whatever was thrown, as a problem of the file at hand. */
export function problemOf(error: unknown, file?: string): Problem {
  if (error instanceof Failed) return error.problem;
  const { exit, code, message, hint, line, column } = toFailure(error);
  const known = error instanceof CoreError || code !== 'internal';
  return {
    exit,
    code,
    message: known ? message : `Internal error: ${message}`,
    ...(hint !== undefined && { hint }),
    ...(line !== undefined && file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
