import * as vscode from 'vscode';
import { openRun } from '../runs/run';
import type { ActionRunner } from './actionRunner';
import type { Analyses } from './analyses';
import { actionsOf, networksOf, type Outline, type OutlineAction } from './analysis/outline';
import type { Controller } from './controller';
import type { DataPreviews } from './dataPreviews';
import { disposeAll } from './dispose';
import { isAsTrained } from './features/lastVerdicts';
import type { TrainingVerdicts } from './features/verdicts';
import { settings } from './ids';
import { OutputHistory } from './lastOutputs';

import { codeCells } from './notebooks';
import { notebookPath } from './paths';
import { meaningsOfRun } from './runs/runAnalysis';
import type { RunIdentity, Training, Trainings } from './trainings';

export interface Restored {
  readonly controller: Controller;
  readonly analyses: Analyses;
  readonly trainings: Trainings;
  readonly actions: ActionRunner;
  readonly previews: DataPreviews;
  readonly verdicts: TrainingVerdicts;
  readonly log: vscode.LogOutputChannel;
}

/** Brings back what cells showed: live for a training that goes on, else from the folders of the last runs. */
export class Restore implements vscode.Disposable {
  private readonly shown = new WeakSet<vscode.NotebookCell>();
  private readonly selected = new WeakSet<vscode.NotebookDocument>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly parts: Restored) {
    const { controller, trainings } = parts;
    this.subscriptions = [
      controller.onDidSelect((notebook) => void this.notebook(notebook)),
      // A training found after the notebook was opened, or resumed from the tree.
      trainings.onDidChange((training) => void this.training(training)),
      vscode.window.onDidChangeVisibleNotebookEditors(() => this.allTrainings()),
    ];
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async notebook(notebook: vscode.NotebookDocument): Promise<void> {
    this.selected.add(notebook);
    this.allTrainings();
    const wanted = vscode.workspace.getConfiguration().get(settings.restoreOutputs, true);
    if (!wanted || !vscode.workspace.isTrusted) return;
    try {
      const outline = await this.parts.analyses.outline(notebook);
      const history = this.historyOf(notebook, outline);
      for (const [number, cell] of codeCells(notebook).entries())
        await this.lastOutputs(notebook, cell, number, history);
      for (const network of networksOf(outline)) await this.verdicts(notebook, network, history);
    } catch (error) {
      this.parts.log.warn('the last outputs could not be restored', String(error));
    }
  }

  private async lastOutputs(
    notebook: vscode.NotebookDocument,
    cell: vscode.NotebookCell,
    number: number,
    history: OutputHistory,
  ): Promise<void> {
    if (!this.isFree(cell)) return;
    const last = await history.of(number);
    if (!last || notebook.isClosed || !this.isFree(cell)) return;
    this.shown.add(cell);
    await this.parts.controller.queueOf(notebook).restore(cell, last);
  }

  /** What was the matter with the last training, where that is still the network's. */
  private async verdicts(
    notebook: vscode.NotebookDocument,
    network: string,
    history: OutputHistory,
  ): Promise<void> {
    const { analyses, trainings, verdicts } = this.parts;
    const run = await history.lastRun(network);
    const found = run?.manifest.verdicts ?? [];
    if (!run || found.length === 0 || !(await isAsTrained(analyses, notebook, run))) return;
    if (!trainings.of(notebook, network)) await verdicts.show(notebook, network, found);
  }

  private allTrainings(): void {
    for (const training of this.parts.trainings.active) void this.training(training);
  }

  /** Lets the training's cell follow it, unless the cell does already. */
  private async training(training: Training): Promise<void> {
    const notebook = this.inView(training);
    if (!notebook) return;
    const { analyses, actions, controller, log } = this.parts;
    const outline = await analyses.outline(notebook).catch(() => undefined);
    // Another call may have been faster.
    if (!outline || this.inView(training) !== notebook) return;
    const action = actionOf(training.identity, outline);
    const cell = action && codeCells(notebook)[action.cell];
    if (!cell) return;
    training.isFollowed = true;
    this.shown.add(cell);
    try {
      const above = await this.historyOf(notebook, outline).above(action);
      await controller.queueOf(notebook).follow(
        cell,
        async (execution, token) => {
          for (const { items, origin } of above) {
            execution.origin = { statement: origin };
            await execution.show(items);
          }
          const statement = await this.meaningOf(training);
          execution.origin = statement === undefined ? undefined : { statement };
          return actions.follow(training, execution, token);
        },
        training.identity.began,
      );
    } catch (error) {
      training.isFollowed = false;
      log.debug(String(error));
    }
  }

  /**
   * The notebook of a training that goes on and that no cell follows yet, once an editor shows it: an editor that opens
   * later would not offer to interrupt what runs already.
   */
  private inView(training: Training): vscode.NotebookDocument | undefined {
    const { identity, isFollowed } = training;
    if (isFollowed || !this.parts.trainings.active.includes(training)) return undefined;
    return vscode.window.visibleNotebookEditors
      .map(({ notebook }) => notebook)
      .find(
        (notebook) =>
          this.selected.has(notebook) &&
          !notebook.isClosed &&
          notebookPath(notebook) === identity.notebook,
      );
  }

  /** What the training's `train` meant when it started. */
  private async meaningOf({ identity }: Training): Promise<string | undefined> {
    const run = await openRun(identity.folder).catch(() => undefined);
    return run && (await meaningsOfRun(this.parts.analyses, run))?.train;
  }

  private historyOf(notebook: vscode.NotebookDocument, outline: Outline): OutputHistory {
    return new OutputHistory(notebook, this.parts.analyses, outline, this.parts.previews);
  }

  private isFree(cell: vscode.NotebookCell): boolean {
    return cell.outputs.length === 0 && !this.shown.has(cell);
  }
}

/** The action that a training carries out, in the notebook as it is now. */
function actionOf({ action, network }: RunIdentity, outline: Outline): OutlineAction | undefined {
  const actions = actionsOf(outline);
  const fits = (one: OutlineAction | undefined) => one?.kind === 'train' && one.network === network;
  const known = actions[action ?? -1];
  return fits(known) ? known : actions.find(fits);
}
