import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeAtomic } from '../atomic';
import { writeError } from '../runError';
import type { Run } from '../run';
import { measuresCsv } from './measuresCsv';
import { scalarsOf } from './scalars';
import { tensorBoardEvents } from './tensorBoard';

/**
 * Writes what a run has told into a folder of its name in `folder`: `measures.csv`, `parameters.csv` where there is a number for
 * each parameter, and an event file that TensorBoard finds. Gives the files. Throws a `RunError`.
 */
export async function exportMeasures(run: Run, folder: string): Promise<readonly string[]> {
  const told = scalarsOf(await run.events());
  const created = new Date(run.manifest.created);
  const place = join(folder, basename(run.folder));
  const hasParameters = told.some(({ parameters }) => parameters.size > 0);
  // TensorBoard looks for `tfevents` in names; the time of an earlier export's file is the same, so it is replaced.
  const events = `events.out.tfevents.${Math.floor(created.getTime() / 1000)}.dnn`;
  const contents: readonly (readonly [name: string, content: string | Uint8Array])[] = [
    ['measures.csv', measuresCsv(told, 'single')],
    ...(hasParameters ? [['parameters.csv', measuresCsv(told, 'parameters')] as const] : []),
    [events, tensorBoardEvents(told, created)],
  ];
  try {
    await mkdir(place, { recursive: true });
  } catch (error) {
    throw writeError(place, error);
  }
  const files = contents.map(([name, content]) => [join(place, name), content] as const);
  for (const [file, content] of files) await writeAtomic(file, content);
  return files.map(([file]) => file);
}
