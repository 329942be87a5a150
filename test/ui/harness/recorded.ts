import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotebook } from '../../../src/notebook/parse';
import { analyze } from '../../../src/program/analyze';
import { readMetrics } from '../../../src/runs/metrics';
import { inspectionView } from '../../../src/views/results/inspection';
import { forecastView } from '../../../src/views/results/forecast';
import { networkPayload } from '../../../src/views/network';
import type {
  Forecast,
  Inspection,
  NetworkPayload,
  TrainingSnapshot,
} from '../../../src/views/payloads';
import type { StateChange } from '../../../src/views/messages';
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

/** The recorded inspection of the network `Vanishing`. */
export const recordedInspection = (): Inspection =>
  inspectionView.schema.parse(JSON.parse(readFileSync(join(folder, 'inspection.json'), 'utf8')));

/** A network of the notebooks that are recorded. */
export function recordedNetwork(notebook: string, name: string): NetworkPayload {
  const text = readFileSync(join(folder, '..', notebook), 'utf8');
  const cells = parseNotebook(text).cells.flatMap(({ kind, source }) =>
    kind === 'code' ? [source] : [],
  );
  const network = analyze(cells).networks.get(name);
  if (!network) throw new Error(`${notebook} has no network ${name}.`);
  return networkPayload(network);
}

/** The inspector on twenty logistic layers, with their training and a sample. */
export async function vanishing(): Promise<StateChange> {
  const network = recordedNetwork('deep.dnn', 'Vanishing');
  return {
    networks: [network],
    network: network.name,
    training: await recordedTraining('vanishing'),
    inspection: recordedInspection(),
  };
}

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
