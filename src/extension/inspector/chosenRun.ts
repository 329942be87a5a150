import * as vscode from 'vscode';
import type { Run } from '../../runs/run';
import type { ShownRun } from '../../views/messages';
import type { TrainingSnapshot } from '../../views/payloads';
import { endTraining, replay } from '../../views/training';
import type { Analyses, TextAnalysis } from '../analyses';
import { analysisOfRun } from '../runs/runAnalysis';
import { nameOf } from '../runs/runNames';

/** The notebook a run belongs to, undefined where it is gone. */
export const notebookOfRun = (run: Run): Promise<vscode.NotebookDocument | undefined> =>
  Promise.resolve(vscode.workspace.openNotebookDocument(vscode.Uri.file(run.notebookPath))).catch(
    () => undefined,
  );

/** A run the inspector was turned to: its training, and its notebook as it was. */
export class ChosenRun implements vscode.Disposable {
  private constructor(
    readonly run: Run,
    readonly analysis: TextAnalysis,
    private readonly text: string,
  ) {}

  /** Throws a `RunError` when the run has lost its notebook. */
  static async open(analyses: Analyses, run: Run): Promise<ChosenRun> {
    const text = await run.notebookText();
    return new ChosenRun(run, await analysisOfRun(analyses, run), text);
  }

  get shown(): ShownRun {
    const { tags = [], note } = this.run.about;
    return { name: nameOf(this.run), tags, ...(note !== undefined && { note }) };
  }

  /** What the core is to look at. */
  get request() {
    const { seed, overrides } = this.run.manifest;
    const notebook = { path: this.run.notebookPath, text: this.text };
    return { notebook, seed, overrides };
  }

  async snapshot(): Promise<TrainingSnapshot | undefined> {
    const snapshot = replay(await this.run.events());
    if (snapshot) endTraining(snapshot);
    return snapshot;
  }

  dispose(): void {
    this.analysis.dispose();
  }
}
