import * as vscode from 'vscode';
import * as z from 'zod';
import { openRun, type Run } from '../../runs/run';
import { inspectorMessage, sampleChoice, type InspectorMessage } from '../../views/messages';
import type { NetworkChoice } from '../commands/notebookCommands';
import type { ActionRunner } from '../actionRunner';
import type { Analyses } from '../analyses';
import { controlTraining } from '../controlTraining';
import type { Core } from '../core';
import type { Designer } from '../designer/panel';
import { ExtensionError, showError } from '../failures';
import { commands, inspectorView, type Command } from '../ids';
import { activeNotebook, currentNotebook } from '../notebooks';
import { applyRepair } from '../repair';
import { revealLayer } from '../revealLayer';
import { copyText, saveText } from '../saveText';
import type { Trainings } from '../trainings';
import { useRate } from '../useRate';
import { notebookOfRun } from './chosenRun';
import { loadPage } from './html';
import { InspectorModel } from './model';
import { disposeAll } from '../dispose';

const memoryKey = 'inspector';
const memory = z.object({
  notebook: z.string().optional(),
  /** Folder of the run on view, where one was chosen. */
  run: z.string().optional(),
  network: z.string().optional(),
  sample: sampleChoice.optional(),
  pinned: z.boolean().optional(),
});

/** The inspector panel: one for the window, a projection of the model that may come and go. */
export class Inspector implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly model: InspectorModel;
  private panel: vscode.WebviewPanel | undefined;
  /** The page has asked for the state, so that changes mean something to it. */
  private ready = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly analyses: Analyses,
    trainings: Trainings,
    actions: ActionRunner,
    core: Core,
    private readonly designer: Designer,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.model = new InspectorModel(core, analyses, trainings, actions);
    this.subscriptions = [
      this.model,
      this.model.onDidChange((message) => {
        if (this.ready) void this.panel?.webview.postMessage(message);
      }),
      vscode.window.registerWebviewPanelSerializer(inspectorView, this),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.model.inspect()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.turnTo(activeNotebook())),
    ];
  }

  /** Opens the panel beside the notebook, or brings it to the front. */
  async open(notebook = currentNotebook(), network?: string): Promise<void> {
    if (!notebook) {
      const message = vscode.l10n.t('Open a DNN notebook first.');
      throw new ExtensionError('no-notebook', message);
    }
    this.bringToFront();
    await this.model.show(notebook, network);
    this.remember();
    await this.model.inspect();
  }

  /** Opens the panel on a run, with the notebook it belongs to where that is still there. */
  async openRun(run: Run): Promise<void> {
    this.bringToFront();
    await this.model.showRun(run, await notebookOfRun(run));
    this.remember();
    await this.model.inspect();
  }

  /** Follows the notebook in front, unless it is pinned to another. */
  private turnTo(notebook: vscode.NotebookDocument | undefined): void {
    const { notebook: shown, pinned } = this.model.current;
    if (!this.panel || !notebook || notebook === shown || pinned) return;
    this.model
      .show(notebook)
      .then(async () => {
        this.remember();
        if (this.model.watched) await this.model.inspect();
      })
      .catch((error: unknown) => this.log.warn('the inspector could not follow', String(error)));
  }

  private bringToFront(): void {
    if (!this.panel) {
      this.attach(
        vscode.window.createWebviewPanel(
          inspectorView,
          vscode.l10n.t('Inspector'),
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
          { enableFindWidget: true },
        ),
      );
    } else {
      this.panel.reveal(undefined, true);
    }
  }

  /** Called by VS Code to bring the panel back after a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.attach(panel);
    const known = memory.safeParse(this.context.workspaceState.get(memoryKey));
    if (!known.success) return;
    this.model.pin(known.data.pinned ?? false);
    try {
      if (await this.recall(known.data)) await this.model.inspect(known.data.sample);
    } catch (error) {
      this.log.warn('the inspector could not show what it showed', String(error));
    }
  }

  /** Turns to the run that was on view, else to the notebook; false when both are gone. */
  private async recall({ run: folder, notebook, network }: z.infer<typeof memory>) {
    const run =
      folder !== undefined && vscode.workspace.isTrusted
        ? await openRun(folder).catch(() => undefined)
        : undefined;
    if (run) {
      await this.model.showRun(run, await notebookOfRun(run));
      return true;
    }
    if (notebook === undefined) return false;
    const document = await vscode.workspace.openNotebookDocument(vscode.Uri.parse(notebook));
    await this.model.show(document, network);
    return true;
  }

  dispose(): void {
    this.panel?.dispose();
    disposeAll(this.subscriptions);
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.model.watched = panel.visible;
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away; shown again, it says `ready`.
      if (!panel.visible) this.ready = false;
      this.model.watched = panel.visible;
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.ready = false;
      this.model.watched = false;
    });
    loadPage(panel, this.context.extensionUri, {
      name: 'inspector',
      title: vscode.l10n.t('Inspector'),
      icon: 'inspector',
    });
  }

  private receive(received: unknown): void {
    const message = inspectorMessage.safeParse(received);
    if (!message.success) {
      this.log.warn(`inspector: ${z.prettifyError(message.error)}`);
      return;
    }
    this.handle(message.data).catch((error: unknown) => showError(error));
  }

  private async handle(message: InspectorMessage): Promise<void> {
    const { notebook } = this.model.current;
    const { evaluations, lookups, subject } = this.model;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        await this.panel?.webview.postMessage(this.model.snapshot());
        return;
      case 'selectNetwork':
        await this.model.selectNetwork(message.network);
        this.remember();
        await this.model.inspect();
        return;
      case 'inspect':
        await this.model.inspect(message.sample);
        this.remember();
        return;
      case 'ask':
        await this.panel?.webview.postMessage(await this.model.ask(message));
        return;
      case 'revealLayer':
        if (notebook) await revealLayer(this.analyses, notebook, message);
        return;
      case 'edit':
        if (notebook) await this.designer.open(notebook, message);
        return;
      case 'train':
        await this.run(commands.trainNetwork, message.network);
        return;
      case 'control':
        return controlTraining(message, this.model.path);
      case 'repair':
        if (notebook) await applyRepair(this.analyses, notebook, message);
        return;
      case 'useRate':
        if (notebook) await useRate(this.analyses, notebook, message.network, message.rate);
        return;
      case 'export': {
        const { run } = this.model.current;
        if (run === undefined) await this.run(commands.exportOnnx, message.network);
        else await vscode.commands.executeCommand(commands.exportRun, run);
        return;
      }
      case 'evaluate':
        if (subject) await evaluations.evaluate(subject, message);
        return;
      case 'cancelEvaluation':
        return evaluations.cancel();
      case 'confused':
        if (subject) await evaluations.showPair(subject, message.pair);
        return;
      case 'snapshots':
      case 'weightHistory':
      case 'otherRuns':
      case 'networkOfRun':
      case 'activating':
      case 'sound':
        return this.model.lookUp(message);
      case 'cancelLookup':
        return lookups.cancel(message.id);
      case 'save':
        return saveText(message, notebook && vscode.Uri.joinPath(notebook.uri, '..'));
      case 'copy':
        return copyText(message);
      case 'showLog':
        await vscode.commands.executeCommand(commands.showLog);
        return;
      case 'latestRun':
        await this.model.showLatest();
        this.remember();
        await this.model.inspect();
        return;
      case 'pin':
        this.model.pin(message.pinned);
        this.remember();
        return;
      default:
        return message satisfies never;
    }
  }

  /** Runs a command on a network of the notebook on view, which may have been closed since. */
  private async run(command: Command, network: string): Promise<void> {
    const { notebook } = this.model.current;
    if (!notebook) return;
    const open = notebook.isClosed
      ? await vscode.workspace.openNotebookDocument(notebook.uri)
      : notebook;
    const choice: NetworkChoice = { notebook: open, network };
    await vscode.commands.executeCommand(command, choice);
  }

  private remember(): void {
    const { notebook, run, network, sample, pinned } = this.model.current;
    if (!notebook && run === undefined) return;
    void this.context.workspaceState.update(memoryKey, {
      notebook: notebook?.uri.toString(),
      run,
      network,
      sample,
      pinned,
    });
  }
}
