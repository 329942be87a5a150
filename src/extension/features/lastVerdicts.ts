import type * as vscode from 'vscode';
import type { Run } from '../../runs/run';
import type { Analyses } from '../analyses';
import { meaningsOfRun } from '../runs/runAnalysis';

/** Whether a notebook has a run's network and its `train` as they were then: what was said of the run is true of them. */
export async function isAsTrained(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  run: Run,
): Promise<boolean> {
  const { manifest } = run;
  if (manifest.status === 'running' || Object.keys(manifest.overrides).length > 0) return false;
  return (await hasChanged(analyses, notebook, run)) === false;
}

/** Whether what a run trained, or how, is written otherwise now; undefined where that cannot be said. */
export async function hasChanged(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  run: Run,
): Promise<boolean | undefined> {
  const then = (await meaningsOfRun(analyses, run))?.train;
  if (then === undefined) return undefined;
  return then !== (await analyses.ask(notebook, 'trainMeaning', run.manifest));
}
