import * as z from 'zod';
import type { RequestName } from '../protocol/protocol';
import { coreError } from './error';

/** What came in a message, if it has the form that was agreed on. Throws a `CoreError`. */
export function validated<T>(name: RequestName, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const what = z.prettifyError(result.error).replaceAll('\n', ' ');
  throw coreError('bad-message', `Invalid \`${name}\` message: ${what}`);
}
