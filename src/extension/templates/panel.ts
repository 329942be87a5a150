import * as vscode from 'vscode';
import * as z from 'zod';
import {
  templatesMessage,
  type TemplateName,
  type TemplatesHostMessage,
} from '../../views/templates';
import { openNew } from '../commands/openNew';
import type { Designer } from '../designer/panel';
import { showError } from '../failures';
import { templatesView } from '../ids';
import { loadPage } from '../inspector/html';
import type { Templates } from './templates';

/** The gallery: a card for each template; the one that is chosen opens as a notebook of the user's own, in the designer too. */
export class TemplateGallery implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly templates: Templates,
    private readonly designer: Designer,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  open(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Templates');
    const panel = vscode.window.createWebviewPanel(templatesView, title, vscode.ViewColumn.Active);
    this.panel = panel;
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(panel, message));
    loadPage(panel, this.extensionUri, { name: 'templates', title, icon: 'designer' });
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private receive(panel: vscode.WebviewPanel, received: unknown): void {
    const message = templatesMessage.safeParse(received);
    if (!message.success) {
      this.log.warn(`templates: ${z.prettifyError(message.error)}`);
      return;
    }
    const work =
      message.data.type === 'ready' ? this.tell(panel) : this.choose(panel, message.data.template);
    work.catch((error: unknown) => showError(error));
  }

  private async tell({ webview }: vscode.WebviewPanel): Promise<void> {
    const templates = await this.templates.all();
    const message: TemplatesHostMessage = { type: 'templates', templates };
    await webview.postMessage(message);
  }

  private async choose(panel: vscode.WebviewPanel, template: TemplateName): Promise<void> {
    const text = await this.templates.text(template);
    panel.dispose();
    await this.designer.open(await openNew(text));
  }
}
