import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMetrics } from '../../../src/runs/metrics';
import { forecastView } from '../../../src/views/results/forecast';
import type { Forecast, TrainingSnapshot } from '../../../src/views/payloads';
import { replay } from '../../../src/views/training';
import { repository } from '../../host';

/** What real runs have told, written by `test/fixtures/views/record.ts`. */

const folder = join(repository, 'test/fixtures/views/recorded');

/** The training a file of events, or the folder of a run, tells of. */
export async function training(file: string): Promise<TrainingSnapshot> {
  const snapshot = replay(await readMetrics(file));
  if (!snapshot) throw new Error(`${file} tells of no training.`);
  return snapshot;
}

/** A recorded training: `cd`, `layerwise`. */
export const recordedTraining = (name: string): Promise<TrainingSnapshot> =>
  training(join(folder, `${name}.jsonl`));

export const recordedForecast = (): Forecast =>
  forecastView.schema.parse(JSON.parse(readFileSync(join(folder, 'forecast.json'), 'utf8')));

/** The recorded trainings, and those in a folder of runs, by name. */
export async function allTrainings(
  runs: string | undefined,
): Promise<ReadonlyMap<string, TrainingSnapshot>> {
  const files = [
    ...namesIn(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => [name.replace('.jsonl', ''), join(folder, name)] as const),
    ...namesIn(runs).map((name) => [name, join(runs ?? '', name, 'metrics.jsonl')] as const),
  ];
  const found = files
    .filter(([, file]) => existsSync(file))
    .map(async ([name, file]) => [name, await training(file)] as const);
  return new Map(await Promise.all(found));
}

const namesIn = (path: string | undefined): readonly string[] =>
  path !== undefined && existsSync(path) ? readdirSync(path) : [];
