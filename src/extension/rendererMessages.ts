import * as vscode from 'vscode';
import { rendererMessage, type RendererMessage, type WordsMessage } from '../views/messages';
import type { Analyses } from './analyses';
import { controlTraining } from './controlTraining';
import { showError } from './failures';
import { rendererId } from './ids';
import { applyRepair } from './repair';
import { revealLayer } from './revealLayer';
import { copyText, saveText } from './saveText';
import { useRate } from './useRate';

/** Does what links and buttons in cell outputs ask for. */
export function receiveRendererMessages(
  analyses: Analyses,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(rendererId);
  return messaging.onDidReceiveMessage(({ editor, message }) => {
    const parsed = rendererMessage.safeParse(message);
    if (!parsed.success) log.warn(`renderer: ${parsed.error.message}`);
    else handle(editor, parsed.data).catch((error) => showError(error));
  });

  async function handle(editor: vscode.NotebookEditor, message: RendererMessage): Promise<void> {
    const { notebook } = editor;
    switch (message.type) {
      case 'askWords':
        await tellWords(editor);
        return;
      case 'revealLayer':
        return revealLayer(analyses, notebook, message);
      case 'control':
        return controlTraining(message);
      case 'repair':
        return applyRepair(analyses, notebook, message);
      case 'save':
        return saveText(message, vscode.Uri.joinPath(notebook.uri, '..'));
      case 'copy':
        return copyText(message);
      case 'useRate':
        return useRate(analyses, notebook, message.network, message.rate);
      default:
        return message satisfies never;
    }
  }

  async function tellWords(editor: vscode.NotebookEditor): Promise<void> {
    const { bundle } = vscode.l10n;
    if (!bundle) return;
    const message: WordsMessage = { type: 'words', words: bundle };
    await messaging.postMessage(message, editor);
  }
}
