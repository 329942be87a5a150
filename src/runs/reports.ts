import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder, writeAtomic } from './atomic';
import { readRegular } from './regularFile';

/** What was found out about a run's parameters, kept in its folder to be shown again: `reports/KIND-DIGEST.json`. */

const fileOf = (folder: string, kind: string, about: unknown): string => {
  const digest = createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 16);
  return join(folder, 'reports', `${kind}-${digest}.json`);
};

/** Keeps a report in a run's folder; `about` is what was asked for. Throws a `RunError`. */
export async function keepReport(
  folder: string,
  kind: string,
  about: unknown,
  report: unknown,
): Promise<void> {
  const file = fileOf(folder, kind, about);
  await makeFolder(join(folder, 'reports'));
  await writeAtomic(file, JSON.stringify(report));
}

/** The report on the same question, undefined when there is none. Validated where it is used. */
export async function keptReport(folder: string, kind: string, about: unknown): Promise<unknown> {
  try {
    return JSON.parse(await readRegular(fileOf(folder, kind, about)));
  } catch {
    return undefined;
  }
}
