import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { keepReport } from '../runs/reports';
import { runsFolder } from '../runs/run';
import type { DataPayload } from '../views/payloads';
import { cellSnapshot } from '../views/training';
import type { ActionOf, OutlineAction } from './analysis/outline';
import type { CellExecution } from './cellExecution';
import { chosenDevice, type Core } from './core';
import { disposeAll } from './dispose';
import type { ExportConsent } from './exportConsent';
import { exportText } from './exportText';
import type { FoundRates } from './features/foundRates';
import { ExtensionError, showError } from './failures';
import { commands } from './ids';
import { inspected } from './lastOutputs';
import { errorItems, markdownItems, outputItems, plainError } from './outputs';
import { notebookPath, resolveFile } from './paths';
import { notebookText } from './serializer';
import { Throttle } from './throttle';
import type { Training, Trainings } from './trainings';

/** Outputs change in place at most ten times a second. */
const updateMilliseconds = 100;

/** Does what actions say, through the core, and shows it in their cell. */
export class ActionRunner {
  constructor(
    private readonly core: Core,
    private readonly trainings: Trainings,
    private readonly rates: FoundRates,
    private readonly log: vscode.LogOutputChannel,
    private readonly consent: ExportConsent,
  ) {}

  async run(
    action: OutlineAction,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    const { notebook } = execution.cell;
    switch (action.kind) {
      case 'train': {
        await execution.showMeanwhile(preparing());
        const training = await this.trainings.start(notebook, action.index, action.network);
        return this.follow(training, execution, token);
      }
      case 'inspect':
        return unlessCancelled(this.inspect(action, execution), token);
      case 'export':
        return unlessCancelled(this.export(action, execution), token);
      case 'find':
        return this.findRate(action.index, execution, token);
      default:
        return action satisfies never;
    }
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

  private async inspect(action: ActionOf<'inspect'>, execution: CellExecution): Promise<void> {
    const { network, data, split, index, features } = action.plan;
    const { notebook } = execution.cell;
    const inspection = await this.core.request('inspect', {
      notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
      device: chosenDevice(),
      network,
      ...(data !== undefined && { data }),
      split,
      index,
      features: [...features],
    });
    await execution.show(outputItems('inspection', inspection));
    if (inspection.run === undefined) return;
    const folder = join(runsFolder(notebookPath(notebook)), inspection.run);
    // To be shown again when the notebook opens again; what is shown now does not depend on it.
    await keepReport(folder, 'inspection', inspected(action.plan), inspection).catch(
      (error: unknown) => this.log.warn(String(error)),
    );
  }

  /** Tries rates and shows the curve; cancelling ends the search with what it has. */
  private async findRate(
    action: number,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<true | undefined> {
    const { notebook } = execution.cell;
    const id = randomUUID();
    const output = await execution.showMeanwhile(preparing());
    const listening = [
      this.core.onDidReceive(({ run, event }) => {
        if (run !== id || event.event !== 'sweep') return;
        const { step, steps } = event;
        void output.replace(markdownItems(vscode.l10n.t('Trying rates: {0} of {1}', step, steps)));
      }),
      token.onCancellationRequested(() => void this.core.request('stop', { run: id })),
    ];
    try {
      const found = await this.core.request('findRate', {
        notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
        device: chosenDevice(),
        action,
        id,
      });
      this.rates.remember(notebook, found);
      await execution.show(outputItems('rate', found));
      return token.isCancellationRequested ? undefined : true;
    } finally {
      disposeAll(listening);
    }
  }

  private async export(action: ActionOf<'export'>, execution: CellExecution): Promise<void> {
    const { notebook } = execution.cell;
    const target = resolveFile(notebook, action.file);
    await this.consent.ask(notebook, target);
    const { file, bytes, opset } = await this.core.request('export', {
      notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
      device: chosenDevice(),
      network: action.network,
      file: target,
    });
    const folder = dirname(notebookPath(notebook));
    await execution.show(markdownItems(exportText(folder, file, bytes, opset)));
  }
}

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
