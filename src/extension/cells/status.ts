import * as vscode from 'vscode';
import * as z from 'zod';
import { headline } from '../../runs/headline';
import { formatDuration, formatMeasure } from '../../text/numbers';
import { withoutIcons } from '../../text/markdown';
import { mimeTypes, type TrainingSnapshot } from '../../views/payloads';
import type { Analyses } from '../analyses';
import { actionsOf } from '../analysis/outline';
import type { NetworkChoice } from '../commands/notebookCommands';
import type { Controller } from '../controller';
import { chosenDevice } from '../core';
import { disposeAll } from '../dispose';
import { commands, settings } from '../ids';
import { codeCells } from '../notebooks';
import { notebookPath } from '../paths';
import { Throttle } from '../throttle';
import type { Trainings } from '../trainings';
import type { OutputChanges } from './changes';

const updateMilliseconds = 500;

/** What the bar below a cell says: its place in the queue, its training, its device, and that it has changed since. */
export class CellStatus implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly throttle = new Throttle(updateMilliseconds, () => this.changed.fire());
  private readonly results = new WeakMap<Uint8Array, TrainingSnapshot | undefined>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeCellStatusBarItems = this.changed.event;

  constructor(
    private readonly analyses: Analyses,
    private readonly trainings: Trainings,
    private readonly controller: Controller,
    private readonly changes: OutputChanges,
  ) {
    const update = () => this.throttle.request();
    this.subscriptions = [
      this.changed,
      trainings.onDidReceive(update),
      trainings.onDidChange(update),
      controller.onDidChangeQueue(update),
      changes.onDidChange(update),
      analyses.onDidChange(update),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.device)) update();
      }),
    ];
  }

  async provideCellStatusBarItems(
    cell: vscode.NotebookCell,
  ): Promise<vscode.NotebookCellStatusBarItem[]> {
    return [...this.queued(cell), ...(await this.training(cell)), ...this.edited(cell)];
  }

  dispose(): void {
    this.throttle.cancel();
    disposeAll(this.subscriptions);
  }

  private queued(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const place = this.controller.placeInQueue(cell);
    if (place === undefined) return [];
    const text =
      place === 1
        ? vscode.l10n.t('waiting, next')
        : vscode.l10n.t('waiting, number {0} in the queue', place);
    return [item(`$(clock) ${text}`, vscode.l10n.t('Runs after the cells before it'))];
  }

  /** How far the cell's training is, or what came of it, and the device. */
  private async training(cell: vscode.NotebookCell): Promise<vscode.NotebookCellStatusBarItem[]> {
    const { notebook } = cell;
    const outline = await this.analyses.outline(notebook).catch(() => undefined);
    const number = codeCells(notebook).indexOf(cell);
    const actions = outline ? actionsOf(outline) : [];
    const action = actions.find((one) => one.cell === number && one.kind === 'train');
    if (!action) return [];
    const path = notebookPath(notebook);
    const training = this.trainings.active.find(
      ({ identity }) =>
        identity.notebook === path &&
        actions[identity.action ?? -1]?.cell === number &&
        identity.network === action.network,
    );
    const snapshot = training ? training.snapshot : this.resultOf(cell);
    const device = snapshot?.device ?? chosenDevice();
    const shown = snapshot && [progressItem(snapshot, { notebook, network: action.network })];
    return [...(shown ?? []), deviceItem(device)];
  }

  /** The training that a cell shows; each output is read once. */
  private resultOf(cell: vscode.NotebookCell): TrainingSnapshot | undefined {
    const shown = cell.outputs
      .flatMap(({ items }) => items)
      .find(({ mime }) => mime === mimeTypes.training);
    if (!shown || this.controller.isRunning(cell)) return undefined;
    if (!this.results.has(shown.data)) this.results.set(shown.data, readSnapshot(shown.data));
    return this.results.get(shown.data);
  }

  private edited(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    if (!this.changes.of(cell.notebook).cells.has(cell)) return [];
    const uri = cell.document.uri.toString();
    return [
      item(
        `$(history) ${vscode.l10n.t('Changed since run · Re-run')}`,
        vscode.l10n.t(
          'The cell, or something it depends on, says something else than when its output was made. Click to run it again.',
        ),
        { command: commands.rerunCell, arguments: [uri] },
      ),
    ];
  }
}

/** Our own output, read back; what is no training's is left alone. */
function readSnapshot(data: Uint8Array): TrainingSnapshot | undefined {
  const value: unknown = JSON.parse(new TextDecoder().decode(data));
  return z.object({ status: z.string(), measures: z.array(z.unknown()) }).safeParse(value).success
    ? (value as TrainingSnapshot)
    : undefined;
}

const item = (
  text: string,
  tooltip: string,
  command?: Omit<vscode.Command, 'title'>,
): vscode.NotebookCellStatusBarItem => {
  const made = new vscode.NotebookCellStatusBarItem(
    text,
    vscode.NotebookCellStatusBarAlignment.Left,
  );
  made.tooltip = tooltip;
  if (command) made.command = { title: tooltip, ...command };
  return made;
};

const progressItem = (snapshot: TrainingSnapshot, choice: NetworkChoice) =>
  item(
    `$(${iconOf(snapshot)}) ${withoutIcons(snapshotText(snapshot))}`,
    vscode.l10n.t('Click to open the inspector.'),
    { command: commands.openInspector, arguments: [choice] },
  );

const deviceItem = (device: string) =>
  item(
    `$(circuit-board) ${withoutIcons(device)}`,
    vscode.l10n.t('Device for training: {0}. Click to choose.', device),
    { command: commands.selectDevice },
  );

function iconOf({ status, paused }: TrainingSnapshot): string {
  switch (status) {
    case 'running':
      return paused ? 'debug-pause' : 'sync~spin';
    case 'completed':
    case 'early-stop':
      return 'pass';
    case 'interrupted':
      return 'debug-stop';
    case 'failed':
      return 'error';
  }
}

/** `epoch 3 of 16 · 2 min 10 s left`, `98.30% test accuracy · 2 min 10 s` */
export function snapshotText(snapshot: TrainingSnapshot): string {
  const { status, paused, progress, epochs, steps, result, measures } = snapshot;
  if (status === 'running') {
    const where =
      steps > 0
        ? vscode.l10n.t('epoch {0} of {1}', progress.epoch, epochs)
        : vscode.l10n.t('one pass');
    const left =
      progress.remaining === undefined
        ? []
        : [vscode.l10n.t('{0} left', formatDuration(progress.remaining))];
    return [where, ...(paused ? [vscode.l10n.t('paused')] : left)].join(' · ');
  }
  const best = headline(measures, result?.test);
  return [
    ...stateText(status),
    ...(best
      ? [vscode.l10n.t('{0} test {1}', formatMeasure(best.measure, best.value), best.measure.label)]
      : []),
    formatDuration(progress.seconds),
  ].join(' · ');
}

function stateText(status: Exclude<TrainingSnapshot['status'], 'running'>): readonly string[] {
  switch (status) {
    case 'completed':
      return [];
    case 'early-stop':
      return [vscode.l10n.t('stopped early')];
    case 'interrupted':
      return [vscode.l10n.t('stopped')];
    case 'failed':
      return [vscode.l10n.t('failed')];
  }
}
