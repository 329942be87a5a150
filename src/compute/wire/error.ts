import { DataError } from '../../data/dataset';
import { LanguageError } from '../../language/source';
import { LearningError } from '../../learning/learningError';
import { RunError, type RunErrorCode } from '../../runs/runError';
import type { Failure } from '../protocol/protocol';
import { shortageIn } from './shortage';

/** What the core or its client could not do; `failure` is what travels to the other process. */
export class CoreError extends Error {
  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
    this.name = 'CoreError';
  }

  get code(): string {
    return this.failure.code;
  }
}

/** The notebook or its data is wrong. */
export const userError = (code: string, message: string, hint?: string): CoreError =>
  new CoreError({ exit: 1, code, message, ...(hint !== undefined && { hint }) });

/** The core, the device or the disk failed. */
export const coreError = (code: string, message: string, hint?: string): CoreError =>
  new CoreError({ exit: 3, code, message, ...(hint !== undefined && { hint }) });

/** What is no failure of the core or the disk. */
const atTheUser: ReadonlySet<RunErrorCode> = new Set([
  'no-run',
  'no-checkpoint',
  'still-running',
  'linked-folder',
]);

/** Puts whatever was thrown into the form that travels. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CoreError) return error.failure;
  if (error instanceof LanguageError) {
    const { code, message, location, hint } = error;
    return { exit: 1, code, message, ...location, ...(hint !== undefined && { hint }) };
  }
  if (error instanceof LearningError) {
    const { code, message, layer } = error;
    return { exit: 1, code, message, ...layer?.location };
  }
  if (error instanceof DataError) return { exit: 1, code: error.code, message: error.message };
  if (error instanceof RunError) {
    const { code, message, hint } = error;
    const exit = atTheUser.has(code) ? 1 : 3;
    return { exit, code, message, ...(hint !== undefined && { hint }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  const shortage = shortageIn(message);
  if (!shortage) return { exit: 3, code: 'internal', message };
  const { code, what, hint } = shortage;
  return { exit: 3, code, message: `The compute core ${what}: ${message}`, hint };
}
