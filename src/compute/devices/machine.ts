import { createHash } from 'node:crypto';
import { availableParallelism, cpus } from 'node:os';
import { productVersion } from '../wire/productVersion';
import type { Runtime } from './runtime';

/** Environment variables that decide which devices there are and how many threads compute. */
const deciding = [
  'DNN_THREADS',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
  'CUDA_VISIBLE_DEVICES',
] as const;

/** Everything but the step that a measurement depends on. */
export const machineKey = (runtime: Runtime): string =>
  hash([
    productVersion(),
    runtime.env.versions.node ?? runtime.env.versions.common,
    process.platform,
    process.arch,
    cpus()[0]?.model ?? '',
    String(availableParallelism()),
    ...deciding.map((name) => process.env[name] ?? ''),
  ]);

/** A short name for contents. */
export function hash(parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex').slice(0, 24);
}
