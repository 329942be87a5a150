import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { validated } from '../compute/wire/validated';
import { keepReport } from '../runs/reports';
import { runsFolder } from '../runs/run';
import type { DataPayload } from '../views/payloads';
import { resultView } from '../views/results';
import { cellSnapshot } from '../views/training';
import type { OutlineAction } from './analysis/outline';
import type { CellExecution } from './cellExecution';
import { chosenDevice, type Core } from './core';
import type { DataPreviews } from './dataPreviews';
import { disposeAll } from './dispose';
import type { ExportConsent } from './exportConsent';
import { ExtensionError, showError } from './failures';
import { commands } from './ids';
import { errorItems, markdownItems, outputItems, plainError, resultItems } from './outputs';
import { notebookPath, resolveFile } from './paths';
import { notebookText } from './serializer';
import { Throttle } from './throttle';
import type { Training, Trainings } from './trainings';

/** Outputs change in place at most ten times a second. */
const updateMilliseconds = 100;

/** Does what actions say, through the core, and shows it in their cell. */
export class ActionRunner implements vscode.Disposable {
  private readonly performed = new vscode.EventEmitter<PerformedAction>();

  /** An action that is no training has a result. */
  readonly onDidPerform = this.performed.event;

  constructor(
    private readonly core: Core,
    private readonly trainings: Trainings,
    private readonly log: vscode.LogOutputChannel,
    private readonly consent: ExportConsent,
    private readonly previews: DataPreviews,
  ) {}

  async run(
    action: OutlineAction,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    const { notebook } = execution.cell;
    if (action.kind !== 'train') return this.perform(action, execution, token);
    await execution.showMeanwhile(preparing());
    const training = await this.trainings.start(notebook, action.index, action.network);
    return this.follow(training, execution, token);
  }

  dispose(): void {
    this.performed.dispose();
  }

  /** Shows what a `data` declaration says, then what loading it tells: counts, classes, some images. */
  async describe(
    payload: DataPayload,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    const output = await execution.show(outputItems('data', payload));
    const { notebook } = execution.cell;
    const load = async () => {
      const loaded = await this.core.request('describe', {
        notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
        data: payload.name,
      });
      await output.replace(outputItems('data', { ...payload, ...loaded }));
      await this.previews.keep(notebook, payload, loaded);
    };
    return unlessCancelled(load(), token);
  }

  /** Shows a training in a cell until it ends. Cancelling stops the training. */
  async follow(
    training: Training,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    const items = () =>
      training.snapshot ? outputItems('training', cellSnapshot(training.snapshot)) : preparing();
    const output = await execution.show(items());
    const throttle = new Throttle(updateMilliseconds, () => output.replace(items()));
    const listening = [
      training.onDidReceive(() => throttle.request()),
      token.onCancellationRequested(() => void this.stop(training)),
    ];
    if (token.isCancellationRequested) void this.stop(training);
    const detached = new Promise<void>((resolve) => execution.onDetach(resolve));
    await Promise.race([training.finished, detached]);
    disposeAll(listening);
    if (execution.isDetached) {
      training.isFollowed = false;
      return undefined;
    }
    await throttle.flush();
    const { snapshot, failure } = training;
    if (failure) {
      const { message, hint, code } = failure;
      // What a training showed says already why it failed.
      await output.replace(
        snapshot ? [...items(), plainError(message, hint)] : errorItems(message, hint),
      );
      if (code === 'core-lost' || snapshot?.checkpoint) void this.offerResume(training);
      return false;
    }
    return snapshot?.status === 'interrupted' ? undefined : true;
  }

  private async offerResume(training: Training): Promise<void> {
    const { network, folder } = training.identity;
    const error = new ExtensionError(
      'core-lost',
      vscode.l10n.t('Training {0} failed: {1}', network, training.failure?.message ?? ''),
    );
    await showError(error, [
      vscode.l10n.t('Resume from Checkpoint'),
      () => vscode.commands.executeCommand(commands.resumeRun, folder),
    ]);
  }

  private async stop(training: Training): Promise<void> {
    await this.trainings.stop(training).catch((error: unknown) => showError(error));
  }

  /** Has the core carry out an action and shows its result; cancelling ends it with what it has so far, if anything. */
  private async perform(
    action: OutlineAction,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<true | undefined> {
    const { notebook } = execution.cell;
    if (action.writes !== undefined)
      await this.consent.ask(notebook, resolveFile(notebook, action.writes));
    const id = randomUUID();
    const output = await execution.showMeanwhile(preparing());
    const listening = [
      this.core.onDidReceive(({ run, event }) => {
        if (run !== id || event.event !== 'progress') return;
        const { doing, step, steps } = event;
        void output.replace(markdownItems(vscode.l10n.t('{0}: {1} of {2}', doing, step, steps)));
      }),
      token.onCancellationRequested(() => void this.core.request('stop', { run: id })),
    ];
    const work = async () => {
      const answer = await this.core.request('perform', {
        notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
        device: chosenDevice(),
        action: action.index,
        id,
      });
      const result = validated('perform', resultView(action.result).schema, answer);
      this.performed.fire({ notebook, action, result });
      await execution.show(resultItems(action.result, result, dirname(notebookPath(notebook))));
      await this.keep(notebook, action, result);
    };
    try {
      if (!action.stopsWithResult) return await unlessCancelled(work(), token);
      await work();
      return token.isCancellationRequested ? undefined : true;
    } finally {
      disposeAll(listening);
    }
  }

  /** Keeps what was found out about a run, to be shown again when the notebook opens again. */
  private async keep(
    notebook: vscode.NotebookDocument,
    { question, result: kind }: OutlineAction,
    result: unknown,
  ): Promise<void> {
    const run = aboutRun.safeParse(result).data?.run;
    if (question === undefined || run === undefined) return;
    const folder = join(runsFolder(notebookPath(notebook)), run);
    // What is shown now does not depend on it.
    await keepReport(folder, kind, question, result).catch((error: unknown) =>
      this.log.warn(String(error)),
    );
  }
}

/** An action and what came of it. */
export interface PerformedAction {
  readonly notebook: vscode.NotebookDocument;
  readonly action: OutlineAction;
  readonly result: unknown;
}

/** A result that is about the parameters of a run. */
const aboutRun = z.object({ run: z.string() });

const preparing = () => markdownItems(vscode.l10n.t('Preparing data and network…'));

/** Waits for work that cannot be stopped, but no longer than the user wants; `true` when it was done. */
async function unlessCancelled(
  work: Promise<void>,
  token: vscode.CancellationToken,
): Promise<true | undefined> {
  let listening: vscode.Disposable | undefined;
  const cancelled = new Promise<undefined>((resolve) => {
    listening = token.onCancellationRequested(() => resolve(undefined));
  });
  const done = work.then(() => true as const);
  return Promise.race([done, cancelled]).finally(() => void listening?.dispose());
}
