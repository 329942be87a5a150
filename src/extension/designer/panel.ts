import * as vscode from 'vscode';
import * as z from 'zod';
import type { OwnerName } from '../../designer/perform';
import {
  designerMessage,
  type DesignerHostMessage,
  type DesignerMessage,
  type DesignerState,
} from '../../views/designer';
import type { Analyses } from '../analyses';
import type { Templates } from '../templates/templates';
import type { Trainings } from '../trainings';
import { disposeAll } from '../dispose';
import { offsetOf } from '../documents';
import { ExtensionError, showError } from '../failures';
import { designerView } from '../ids';
import { loadPage } from '../inspector/html';
import { activeNotebook, currentNotebook, placeOf } from '../notebooks';
import { copyText, saveText } from '../saveText';
import { DesignerModel } from './model';

const memoryKey = 'designer';
const memory = z.object({
  notebook: z.string(),
  owner: z.object({ kind: z.enum(['network', 'block']), name: z.string() }).optional(),
});

/** The designer's panel: one for the window, beside the notebook whose text it edits. */
export class Designer implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly model: DesignerModel;
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  /** Asked for by the user: the page takes the focus once it is there. */
  private wantsFocus = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly analyses: Analyses,
    trainings: Trainings,
    templates: Templates,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.model = new DesignerModel(analyses, trainings, templates);
    this.subscriptions = [
      this.model,
      this.model.onDidChange((state) => {
        this.show(state);
        this.remember();
      }),
      vscode.window.registerWebviewPanelSerializer(designerView, this),
      vscode.window.onDidChangeActiveNotebookEditor(() => {
        const notebook = activeNotebook();
        const isShown = notebook === this.model.current.notebook;
        if (this.panel && notebook && !isShown) this.follow(this.model.show(notebook));
      }),
    ];
  }

  /** Opens the panel beside the notebook, on a layer or network, else on the network or block in which the cursor stands. */
  async open(
    notebook = currentNotebook(),
    wanted?: { readonly network: string; readonly layer?: string | undefined },
  ): Promise<void> {
    if (!notebook)
      throw new ExtensionError('no-notebook', vscode.l10n.t('Open a DNN notebook first.'));
    const owner: OwnerName | undefined = wanted
      ? { kind: 'network', name: wanted.network }
      : await this.ownerAtCursor(notebook);
    if (this.panel) this.panel.reveal(undefined, false);
    else {
      this.wantsFocus = true;
      this.attach(
        vscode.window.createWebviewPanel(
          designerView,
          vscode.l10n.t('Designer'),
          { viewColumn: vscode.ViewColumn.Beside },
          { enableFindWidget: false },
        ),
      );
    }
    await this.model.show(notebook, owner);
    if (wanted?.layer !== undefined) await this.model.selectLayer(wanted.network, wanted.layer);
  }

  /** Called by VS Code to bring the panel back after a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.attach(panel);
    const known = memory.safeParse(this.context.workspaceState.get(memoryKey));
    if (!known.success) return;
    try {
      const uri = vscode.Uri.parse(known.data.notebook);
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      await this.model.show(notebook, known.data.owner);
    } catch (error) {
      this.log.warn('the designer could not show what it showed', String(error));
    }
  }

  dispose(): void {
    this.panel?.dispose();
    disposeAll(this.subscriptions);
  }

  private async ownerAtCursor(notebook: vscode.NotebookDocument): Promise<OwnerName | undefined> {
    const editor = vscode.window.activeTextEditor;
    const place = editor && placeOf(editor.document);
    if (!place || place.notebook !== notebook) return undefined;
    const at = offsetOf(editor.document, editor.selection.active);
    const location = { cell: place.number, start: at, end: at };
    return (await this.analyses.ask(notebook, 'designAt', location))?.owner;
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
    const title = vscode.l10n.t('Designer');
    loadPage(panel, this.context.extensionUri, { name: 'designer', title, icon: 'designer' });
  }

  private receive(received: unknown): void {
    const message = designerMessage.safeParse(received);
    if (message.success) this.follow(this.handle(message.data));
    else this.log.warn(`designer: ${z.prettifyError(message.error)}`);
  }

  private async handle(message: DesignerMessage): Promise<void> {
    const { model } = this;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.show(model.snapshot());
        if (this.wantsFocus) this.panel?.reveal(undefined, false);
        this.wantsFocus = false;
        return;
      case 'select':
        return model.select(message.path);
      case 'owner':
        return model.turnTo(message.owner);
      case 'choose':
        return model.choose(message.statement);
      case 'edit':
        return model.edit(message.revision, message.operation);
      case 'field': {
        const answer = await model.field(message);
        return this.post({ type: 'answer', id: message.id, ...(answer && { answer }) });
      }
      case 'fix':
        return model.fix(message.revision, message.problem);
      case 'undo':
        if (await model.history.undo()) this.panel?.reveal();
        return;
      case 'redo':
        if (await model.history.redo()) this.panel?.reveal();
        return;
      case 'reveal':
        return model.reveal(message.path);
      case 'revealStatement':
        return model.revealStatement(message.statement);
      case 'run':
        return model.run(message.statement);
      case 'newNetwork':
        return model.addNetwork();
      case 'insertTemplate':
        return model.insertTemplate(message.template);
      case 'save': {
        const { notebook } = model.current;
        return saveText(message, notebook && vscode.Uri.joinPath(notebook.uri, '..'));
      }
      case 'copy':
        return copyText(message);
      default:
        return message satisfies never;
    }
  }

  private show(state: DesignerState): void {
    if (this.ready) this.post({ type: 'state', state });
  }

  private post(message: DesignerHostMessage): void {
    void this.panel?.webview.postMessage(message);
  }

  private follow(work: Promise<void>): void {
    work.catch((error: unknown) => showError(error));
  }

  private remember(): void {
    const { notebook, owner } = this.model.current;
    if (!notebook) return;
    void this.context.workspaceState.update(memoryKey, {
      notebook: notebook.uri.toString(),
      ...(owner && { owner }),
    });
  }
}
