import { dirname } from 'node:path';
import { parseNotebook } from '../../notebook/parse';
import type { Run } from '../../runs/run';
import type { Analyses, TextAnalysis } from '../analyses';
import { workspaceFolder, dataFolders } from '../core';

/** What a notebook meant when a run of it started; see `Meanings`. */
export interface RunMeanings {
  readonly train: string | undefined;
  readonly network: string | undefined;
}

const meanings = new WeakMap<Run, Promise<RunMeanings | undefined>>();

let count = 0;

/** A run's notebook as it was when the run started, analysed; to be let go of. Throws a `RunError` or a `NotebookError`. */
export async function analysisOfRun(analyses: Analyses, run: Run): Promise<TextAnalysis> {
  const { cells } = parseNotebook(await run.notebookText());
  return analyses.texts(`run ${count++} ${run.folder}`, {
    sources: cells.filter(({ kind }) => kind === 'code').map(({ source }) => source),
    overrides: run.manifest.overrides,
    files: {
      notebookFolder: dirname(run.notebookPath),
      workspaceFolder: workspaceFolder(),
      environment: { ...process.env, DNN_DATA: dataFolders() },
    },
  });
}

/** What a run's network and `train` meant when it started; undefined where its notebook cannot be read. */
export function meaningsOfRun(analyses: Analyses, run: Run): Promise<RunMeanings | undefined> {
  const known = meanings.get(run) ?? readMeanings(analyses, run).catch(() => undefined);
  meanings.set(run, known);
  return known;
}

async function readMeanings(analyses: Analyses, run: Run): Promise<RunMeanings> {
  const { manifest } = run;
  const analysis = await analysisOfRun(analyses, run);
  try {
    await analysis.outline;
    return {
      train: await analysis.ask('trainMeaning', manifest),
      network: await analysis.ask('networkMeaning', manifest.network),
    };
  } finally {
    analysis.dispose();
  }
}
