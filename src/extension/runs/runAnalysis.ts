import { dirname } from 'node:path';
import { parseNotebook } from '../../notebook/parse';
import type { Run } from '../../runs/run';
import type { Analyses, TextAnalysis } from '../analyses';
import { workspaceFolder, dataFolders } from '../core';

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
