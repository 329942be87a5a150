import type * as vscode from 'vscode';
import type { Run } from '../../runs/run';
import type { Analyses } from '../analyses';
import { analysisOfRun } from '../runs/runAnalysis';

/** Whether a notebook has a run's network and its `train` as they were then: what was said of the run is true of them. */
export async function isAsTrained(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  run: Run,
): Promise<boolean> {
  const { manifest } = run;
  if (manifest.status === 'running' || Object.keys(manifest.overrides).length > 0) return false;
  const hash = await analyses.ask(notebook, 'networkHash', manifest.network);
  if (hash !== manifest.networkHash) return false;
  const now = await analyses.ask(notebook, 'trainSource', manifest);
  const then = await analysisOfRun(analyses, run).catch(() => undefined);
  try {
    await then?.outline;
    return now !== undefined && now === (await then?.ask('trainSource', manifest));
  } catch {
    return false;
  } finally {
    then?.dispose();
  }
}
