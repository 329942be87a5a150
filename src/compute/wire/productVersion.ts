import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const manifest = z.object({ name: z.string(), version: z.string() });

/** The product's version, from the nearest `package.json` above. */
export function productVersion(from = __dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file)) return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  return dirname(from) === from ? 'unknown' : productVersion(dirname(from));
}
