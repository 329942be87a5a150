import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Runtime } from '../devices/runtime';

const manifest = z.object({ name: z.string(), version: z.string() });

/** The product's version, from the nearest `package.json` above. */
export function productVersion(from = __dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file)) return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  return dirname(from) === from ? 'unknown' : productVersion(dirname(from));
}

/** Versions of everything that may change a run's numbers. */
export const versions = (runtime: Runtime): Record<string, string> => ({
  product: productVersion(),
  onnxruntime: runtime.env.versions.node ?? runtime.env.versions.common,
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
});
