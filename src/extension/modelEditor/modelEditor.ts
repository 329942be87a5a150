import { basename } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { modelMessage, type ModelHostMessage, type ModelMessage } from '../../views/model';
import type { Core } from '../core';
import { disposeAll } from '../dispose';
import { ExtensionError, showError } from '../failures';
import { modelEditor } from '../ids';
import { loadPage } from '../inspector/html';
import { copyText, saveText } from '../saveText';
import { chooseModel, choosePicture } from './choose';
import { ModelDocument, problemOf } from './document';
import { makeNotebook } from './makeNotebook';
import { ModelFiles } from './modelFiles';
import { PictureRuns } from './pictureRuns';

/** Shows `.onnx` files: a read-only editor. */
export class ModelEditor
  implements vscode.CustomReadonlyEditorProvider<ModelDocument>, vscode.Disposable
{
  private readonly models: ModelFiles;
  private readonly runs: PictureRuns;
  private readonly documents = new Map<string, ModelDocument>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    core: Core,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.models = new ModelFiles(extensionUri, log);
    this.runs = new PictureRuns(core);
    this.subscriptions = [
      this.models,
      vscode.window.registerCustomEditorProvider(modelEditor, this),
    ];
  }

  openCustomDocument(uri: vscode.Uri): ModelDocument {
    const key = uri.toString();
    const document = new ModelDocument(uri, this.models, this.runs, () =>
      this.documents.delete(key),
    );
    this.documents.set(key, document);
    return document;
  }

  resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    let ready = false;
    const post = (message: ModelHostMessage) => {
      if (ready) void webview.postMessage(message);
    };
    const changes = document.onDidChange((state) => post({ type: 'model', state }));
    panel.onDidDispose(() => void changes.dispose());
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away; shown again, it says `ready`.
      if (!panel.visible) ready = false;
    });
    webview.onDidReceiveMessage((received: unknown) => {
      const message = modelMessage.safeParse(received);
      if (!message.success) {
        this.log.warn(`model: ${z.prettifyError(message.error)}`);
        return;
      }
      if (message.data.type === 'ready') ready = true;
      this.handle(document, message.data, post).catch((error: unknown) => showError(error));
    });
    const title = basename(document.uri.path);
    loadPage(panel, this.extensionUri, { name: 'model', title });
  }

  /** `Make Notebook`. */
  async makeNotebook(asked: unknown): Promise<void> {
    await makeNotebook(this.models, this.chosen(asked));
  }

  /** `Compare With…`: two that are selected, else one with another that is chosen. */
  async compare(asked: unknown, selected: unknown): Promise<void> {
    const model = this.chosen(asked);
    const others = Array.isArray(selected)
      ? selected.filter((uri) => uri instanceof vscode.Uri && uri.toString() !== model.toString())
      : [];
    const [only] = others as vscode.Uri[];
    const other = others.length === 1 ? only : await chooseModel(model);
    if (other) await (await this.open(model)).compare(other);
  }

  /** `Run on Image…` */
  async runOnImage(asked: unknown): Promise<void> {
    const model = this.chosen(asked);
    if (!vscode.workspace.isTrusted) throw restricted();
    const picture = await choosePicture(model);
    if (picture) await (await this.open(model)).run(picture);
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async open(model: vscode.Uri): Promise<ModelDocument> {
    await vscode.commands.executeCommand('vscode.openWith', model, modelEditor);
    const document = this.documents.get(model.toString());
    if (document) return document;
    throw new ExtensionError('not-runnable', vscode.l10n.t('The model could not be opened.'));
  }

  /** What a command is about: a file of a menu, else the one in front. */
  private chosen(asked: unknown): vscode.Uri {
    if (asked instanceof vscode.Uri) return asked;
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputCustom && input.viewType === modelEditor) return input.uri;
    throw new ExtensionError('not-runnable', vscode.l10n.t('Open an ONNX model first.'));
  }

  private async handle(
    document: ModelDocument,
    message: ModelMessage,
    post: (message: ModelHostMessage) => void,
  ): Promise<void> {
    switch (message.type) {
      case 'ready':
        return post({ type: 'model', state: document.current });
      case 'tensor':
        return post(await tensorAnswer(document, message.tensor));
      case 'makeNotebook':
        return this.makeNotebook(document.uri);
      case 'compare':
        return this.compare(document.uri, undefined);
      case 'runOnImage':
        if (message.pixels) return document.run(undefined, message.pixels);
        return this.runOnImage(document.uri);
      case 'manageTrust':
        await vscode.commands.executeCommand('workbench.trust.manage');
        return;
      case 'copy':
        return copyText(message);
      case 'save':
        return saveText(message, vscode.Uri.joinPath(document.uri, '..'));
      default:
        return message satisfies never;
    }
  }
}

const restricted = () =>
  new ExtensionError(
    'restricted',
    vscode.l10n.t('Models cannot be run in Restricted Mode.'),
    vscode.l10n.t('Trust this workspace to run them.'),
  );

async function tensorAnswer(document: ModelDocument, tensor: number): Promise<ModelHostMessage> {
  try {
    const summary = await document.tensor(tensor);
    return { type: 'tensor', tensor, ...(summary && { summary }) };
  } catch (error) {
    return { type: 'tensor', tensor, problem: problemOf(error) };
  }
}
