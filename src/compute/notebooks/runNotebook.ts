import { openRun, type Run } from '../../runs/run';
import { keptModels } from './models';
import { analyzeNotebook, type AnalyzedNotebook } from './notebook';

/** The notebook of a run as it was when the run started, with what was set over it and the models it kept. Throws as `notebookText`. */
export async function notebookOfRun(run: Run): Promise<AnalyzedNotebook> {
  const text = await run.notebookText();
  const files = await keptModels(run);
  return analyzeNotebook({ path: run.notebookPath, text }, run.manifest.overrides, files);
}

/** The run of a folder, and its notebook. */
export async function openNotebookOfRun(
  folder: string,
): Promise<{ readonly run: Run; readonly notebook: AnalyzedNotebook }> {
  const run = await openRun(folder);
  return { run, notebook: await notebookOfRun(run) };
}

/** The notebook of a request, or that of the run whose folder it names, as it was then. */
export async function notebookMeant(
  notebook: { path: string; text: string },
  overrides: Readonly<Record<string, string>>,
  folder: string | undefined,
): Promise<{ readonly run?: Run; readonly notebook: AnalyzedNotebook }> {
  if (folder !== undefined) return openNotebookOfRun(folder);
  return { notebook: analyzeNotebook(notebook, overrides) };
}
