import { join } from 'node:path';
import { describeDataset } from '../../../src/compute/core/description/describeDataset';
import { loadStored } from '../../../src/data/load';
import { openDataset } from '../../../src/data/stored';
import { analyze } from '../../../src/program/analyze';
import type { DataPayload } from '../../../src/views/payloads';
import { repository } from '../../host';

/** What a data cell shows of real data sets: those that need no files, and a table that is written for it. */

const sources = {
  images:
    'source digits(train: 400, test: 100, seed: 7)\n  split validation 50\n  augment rotate(15)\n  augment translate(2)',
  table: 'source csv("iris.csv", target: "species", test: 0.2)',
  values: 'source csv("houses.csv", target: "price", test: 0.25)',
  window: 'source sine(train: 60, test: 20, steps: 32)',
  bands: 'source digit_stream(train: 20, test: 5)',
  text: 'source text("verse.txt", steps: 24)',
} as const;

export type DescribedName = keyof typeof sources;
export const describedNames = Object.keys(sources) as DescribedName[];

export async function describedData(name: DescribedName): Promise<DataPayload> {
  const cell = `data ${name} {\n  ${sources[name]}\n  normalize standard\n  batch 8\n}`;
  const program = analyze([cell]);
  const plan = program.data.get(name);
  if (!plan) throw new Error(program.diagnostics.map(({ message }) => message).join('\n'));
  const notebookFolder = join(repository, 'test/fixtures/views/data');
  const stored = await loadStored(plan, { notebookFolder, environment: {}, seed: 7 });
  const described = await describeDataset(openDataset(stored), plan, { thumbnails: 40, seed: 7 });
  return { name, source: sources[name].split('\n')[0], normalization: 'standard', ...described };
}
