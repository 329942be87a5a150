import { constrainedMemory } from 'node:process';
import { freemem, totalmem } from 'node:os';
import { DataError } from './dataset';
import { formatBytes } from '../text/numbers';

/** Bytes data may take: most of what the machine, or its container, has. */
export function memoryLimit(): number {
  const constrained = constrainedMemory();
  return 0.8 * (constrained > 0 ? Math.min(constrained, totalmem()) : totalmem());
}

/** Bytes that are free, within the limit of a container where there is one. */
export function freeMemory(): number {
  const constrained = constrainedMemory();
  if (constrained <= 0) return freemem();
  return Math.min(freemem(), Math.max(0, constrained - process.memoryUsage.rss()));
}

/** Typed arrays of Node.js end here. */
const longestArray = 2 ** 32 - 1;

/** Throws `too-large` before an allocation of `bytes` that could not succeed. */
export function assertFits(bytes: number, what: string, advice: string, file?: string): void {
  const limit = Math.min(memoryLimit(), longestArray);
  if (bytes <= limit) return;
  throw new DataError(
    'too-large',
    `${what} needs ${formatBytes(bytes)} of memory; at most ${formatBytes(limit)} can be used here. ${advice}`,
    file,
  );
}
