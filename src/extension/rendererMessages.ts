import * as vscode from 'vscode';
import { rendererMessage, type RendererMessage } from '../views/messages';
import type { Analyses } from './analyses';
import { controlTraining } from './controlTraining';
import { showError } from './failures';
import { rendererId } from './ids';
import { applyRepair } from './repair';
import { revealLayer } from './revealLayer';
import { saveText } from './saveText';
import { useRate } from './useRate';

/** Does what links and buttons in cell outputs ask for. */
export function receiveRendererMessages(
  analyses: Analyses,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.notebooks
    .createRendererMessaging(rendererId)
    .onDidReceiveMessage(({ editor, message }) => {
      const parsed = rendererMessage.safeParse(message);
      if (parsed.success) handle(editor.notebook, parsed.data).catch((error) => showError(error));
      else log.warn(`renderer: ${parsed.error.message}`);
    });

  async function handle(
    notebook: vscode.NotebookDocument,
    message: RendererMessage,
  ): Promise<void> {
    switch (message.type) {
      case 'revealLayer':
        return revealLayer(analyses, notebook, message);
      case 'control':
        return controlTraining(message);
      case 'repair':
        return applyRepair(analyses, notebook, message);
      case 'save':
        return saveText(message, vscode.Uri.joinPath(notebook.uri, '..'));
      case 'useRate':
        return useRate(analyses, notebook, message.network, message.rate);
      default:
        return message satisfies never;
    }
  }
}
