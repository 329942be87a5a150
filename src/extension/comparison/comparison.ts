import * as vscode from 'vscode';
import * as z from 'zod';
import { compareRuns } from '../../runs/compare';
import { openRun, type Run } from '../../runs/run';
import { stateOf } from '../../runs/state';
import {
  comparedTraining,
  comparisonMessage,
  distinct,
  type ComparisonHostMessage,
  type ComparisonMessage,
} from '../../views/comparison';
import { disposeAll } from '../dispose';
import type { Core } from '../core';
import { showError } from '../failures';
import { comparisonView } from '../ids';
import { loadPage } from '../inspector/html';
import { nameOf } from '../runs/runNames';
import { copyText, saveText } from '../saveText';
import { Throttle } from '../throttle';
import type { Trainings } from '../trainings';
import { AnswerComparison } from './answers';
import { RunSources } from './sources';

const memoryKey = 'comparison';
const memory = z.array(z.string()).max(100);

/** Runs that go on are read again so often. */
const readMilliseconds = 3000;

/** The panel that shows runs side by side: one for the window. What it shows is in the folders of the runs. */
export class ComparisonPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private folders: readonly string[] = [];
  private ready = false;
  private readonly sources = new RunSources();
  private readonly answers: AnswerComparison;
  private readonly throttle = new Throttle(readMilliseconds, () => this.send());
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    core: Core,
    trainings: Trainings,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.answers = new AnswerComparison(core, (answers) =>
      this.post({ type: 'answers', ...(answers && { answers }) }),
    );
    this.subscriptions = [
      this.sources,
      this.answers,
      vscode.window.registerWebviewPanelSerializer(comparisonView, this),
      trainings.onDidReceive(({ identity }) => {
        if (this.folders.includes(identity.folder)) this.throttle.request();
      }),
    ];
  }

  open(runs: readonly Run[]): void {
    this.answers.clear();
    this.folders = runs.map(({ folder }) => folder);
    void this.context.workspaceState.update(memoryKey, this.folders);
    if (this.panel) {
      this.panel.reveal();
      this.throttle.request();
      return;
    }
    this.attach(
      vscode.window.createWebviewPanel(
        comparisonView,
        vscode.l10n.t('Compare Runs'),
        vscode.ViewColumn.Active,
        { enableFindWidget: true },
      ),
    );
  }

  /** Called by VS Code to bring the panel back after a reload of the window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const known = memory.safeParse(this.context.workspaceState.get(memoryKey));
    this.folders = known.data ?? [];
    this.attach(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.throttle.cancel();
    this.panel?.dispose();
    disposeAll(this.subscriptions);
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away; shown again, it says `ready`.
      if (!panel.visible) this.ready = false;
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.ready = false;
    });
    const title = vscode.l10n.t('Compare Runs');
    loadPage(panel, this.context.extensionUri, { name: 'compare', title, icon: 'inspector' });
  }

  private receive(received: unknown): void {
    const message = comparisonMessage.safeParse(received);
    if (!message.success) {
      this.log.warn(`comparison: ${z.prettifyError(message.error)}`);
      return;
    }
    this.handle(message.data).catch((error: unknown) => showError(error));
  }

  private async handle(message: ComparisonMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        return this.send();
      case 'compareSources':
        return this.sources.compare(await this.runs());
      case 'compareAnswers':
        return this.compareAnswers(message);
      case 'cancelAnswers':
        return this.answers.cancel();
      case 'copy':
        return copyText(message);
      case 'save':
        return saveText(message, await this.besideNotebook());
      default:
        return message satisfies never;
    }
  }

  private async compareAnswers({
    between,
    split,
  }: Extract<ComparisonMessage, { type: 'compareAnswers' }>): Promise<void> {
    const runs = await this.runs();
    const [first, second] = between.map((i) => runs[i]?.folder);
    if (first === undefined || second === undefined) return;
    await this.answers.compare([first, second], between, split);
  }

  /** The folder of the first run's notebook. */
  private async besideNotebook(): Promise<vscode.Uri | undefined> {
    const [run] = await this.runs();
    return run && vscode.Uri.joinPath(vscode.Uri.file(run.notebookPath), '..');
  }

  /** Those of the runs that are still there. */
  private async runs(): Promise<Run[]> {
    const opened = this.folders.map((folder) => openRun(folder).catch(() => undefined));
    return (await Promise.all(opened)).filter((run) => run !== undefined);
  }

  private async send(): Promise<void> {
    if (!this.ready) return;
    const runs = await this.runs();
    const names = distinct(runs.map(nameOf));
    const states = await Promise.all(runs.map(stateOf));
    const trainings = await Promise.all(
      runs.map(async (run, i) => comparedTraining(names[i], await run.events().catch(() => []))),
    );
    const message: ComparisonHostMessage = {
      type: 'comparison',
      comparison: {
        ...(this.answers.shown && { answers: this.answers.shown }),
        runs: trainings,
        rows: compareRuns(
          runs.map(({ manifest, about }, i) => ({ ...manifest, ...states[i], about })),
        ),
      },
    };
    this.post(message);
  }

  private post(message: ComparisonHostMessage): void {
    if (this.ready) void this.panel?.webview.postMessage(message);
  }
}
