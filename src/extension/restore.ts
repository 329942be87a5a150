import * as vscode from 'vscode';
import type { ActionRunner } from './actionRunner';
import type { Analyses } from './analyses';
import { actionsOf, type OutlineAction } from './analysis/outline';
import type { Controller } from './controller';
import { settings } from './ids';
import { OutputHistory, type LastOutputs } from './lastOutputs';
import { codeCells } from './notebooks';
import { notebookPath } from './paths';
import type { Training, Trainings } from './trainings';
import { disposeAll } from './dispose';

/** Brings back what cells showed: live for a training that goes on, else from the folders of the last runs. */
export class Restore implements vscode.Disposable {
  private readonly shown = new WeakSet<vscode.NotebookCell>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly controller: Controller,
    private readonly analyses: Analyses,
    private readonly trainings: Trainings,
    private readonly actions: ActionRunner,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      controller.onDidSelect((notebook) => void this.notebook(notebook)),
      // A training found after the notebook was opened, or resumed from the tree.
      trainings.onDidChange((training) => void this.training(training)),
    ];
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async notebook(notebook: vscode.NotebookDocument): Promise<void> {
    try {
      const wanted = vscode.workspace.getConfiguration().get(settings.restoreOutputs, true);
      if (wanted && vscode.workspace.isTrusted) {
        const outline = await this.analyses.outline(notebook);
        const history = new OutputHistory(notebook, this.analyses, outline);
        for (const [number, cell] of codeCells(notebook).entries())
          await this.lastOutputs(notebook, cell, () => history.of(number));
      }
      // Comes last: it takes as long as the training.
      for (const training of this.trainings.active) await this.training(training);
    } catch (error) {
      this.log.warn('the last outputs could not be restored', String(error));
    }
  }

  private async lastOutputs(
    notebook: vscode.NotebookDocument,
    cell: vscode.NotebookCell,
    read: () => Promise<LastOutputs | undefined>,
  ): Promise<void> {
    if (!this.isFree(cell)) return;
    const last = await read();
    if (!last || notebook.isClosed || !this.isFree(cell)) return;
    const queue = this.controller.queueOf(notebook);
    // What the user runs now is newer.
    if (!queue.isIdle) return;
    this.shown.add(cell);
    await queue.show(
      cell,
      async (execution) => {
        for (const items of last.outputs) await execution.show(items);
        return last.success;
      },
      last.times,
    );
  }

  /** Lets the training's cell follow it, unless the cell does already. */
  private async training(training: Training): Promise<void> {
    const { identity } = training;
    if (!this.trainings.active.includes(training)) return;
    const notebook = vscode.workspace.notebookDocuments.find(
      (open) => !open.isClosed && notebookPath(open) === identity.notebook,
    );
    if (!notebook || training.isFollowed) return;
    const outline = await this.analyses.outline(notebook).catch(() => undefined);
    // Another call may have been faster.
    if (!outline || training.isFollowed || !this.trainings.active.includes(training)) return;
    const actions = actionsOf(outline);
    const fits = (action: OutlineAction | undefined) =>
      action?.kind === 'train' && action.network === identity.network;
    const known = actions[identity.action ?? -1];
    const action = fits(known) ? known : actions.find(fits);
    const cell = action && codeCells(notebook)[action.cell];
    if (!cell) return;
    training.isFollowed = true;
    this.shown.add(cell);
    try {
      const startTime = Date.now() - 1000 * (training.snapshot?.progress.seconds ?? 0);
      await this.controller
        .queueOf(notebook)
        .show(cell, (execution, token) => this.actions.follow(training, execution, token), {
          startTime,
        });
    } catch (error) {
      // The controller is not selected for the notebook yet; `onDidSelect` comes back here.
      training.isFollowed = false;
      this.log.debug(String(error));
    }
  }

  private isFree(cell: vscode.NotebookCell): boolean {
    return cell.outputs.length === 0 && !this.shown.has(cell);
  }
}
