import * as vscode from 'vscode';
import { latestRun } from '../runs/list';
import type { Run } from '../runs/run';
import type { Action, Program } from '../program/program';
import { cellSnapshot, endTraining, replay } from '../views/training';
import type { ActionRunner } from './actionRunner';
import type { Controller } from './controller';
import { settings } from './ids';
import { codeCells } from './notebooks';
import { outputItems } from './outputs';
import { notebookPath } from './paths';
import type { Programs } from './programs';
import type { Training, Trainings } from './trainings';
import { disposeAll } from './dispose';

/** Brings back what cells showed: live for a training that goes on, else from the last run's folder. */
export class Restore implements vscode.Disposable {
  private readonly shown = new WeakSet<vscode.NotebookCell>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly controller: Controller,
    private readonly programs: Programs,
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
      for (const training of this.trainings.active) await this.training(training);
      const wanted = vscode.workspace.getConfiguration().get(settings.restoreOutputs, true);
      if (!wanted || !vscode.workspace.isTrusted) return;
      const program = this.programs.of(notebook);
      for (const action of program.actions) await this.lastRun(notebook, program, action);
    } catch (error) {
      this.log.warn('the last outputs could not be restored', String(error));
    }
  }

  private async lastRun(
    notebook: vscode.NotebookDocument,
    program: Program,
    action: Action,
  ): Promise<void> {
    const cell = codeCells(notebook)[action.cell];
    if (action.kind !== 'train' || !cell || !this.isFree(cell)) return;
    const network = action.network.name;
    const first = program.actions.find((a) => a.kind === 'train' && a.network.name === network);
    const run = await latestRun(notebookPath(notebook), network);
    if (!run || run.manifest.status === 'running') return;
    // A network trained by several actions shows its last run at the action that made it.
    const made = program.actions[run.manifest.action] ?? first;
    if (made?.kind === 'train' && made.network.name === network && made !== action) return;
    const snapshot = replay(await run.events());
    if (!snapshot || notebook.isClosed || !this.isFree(cell)) return;
    endTraining(snapshot);
    this.shown.add(cell);
    await this.controller.queueOf(notebook).show(
      cell,
      async (execution) => {
        await execution.show(outputItems('training', cellSnapshot(snapshot)));
        return snapshot.status === 'failed' ? false : true;
      },
      timesOf(run),
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
    const { actions } = this.programs.of(notebook);
    const fits = (action: Action | undefined) =>
      action?.kind === 'train' && action.network.name === identity.network;
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

function timesOf(run: Run): { startTime: number; endTime: number } {
  const endTime = Date.parse(run.manifest.updated);
  return { startTime: endTime - 1000 * run.manifest.seconds, endTime };
}
