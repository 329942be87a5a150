import * as vscode from 'vscode';
import { rendererMessage, type RendererMessage } from '../views/messages';
import type { Analyses } from './analyses';
import { showError } from './failures';
import { commands, controlCommands, rendererId } from './ids';
import type { Inspector } from './inspector/panel';
import { revealLayer } from './revealLayer';
import { useRate } from './useRate';

/** Does what links and buttons in cell outputs ask for. */
export function receiveRendererMessages(
  inspector: Inspector,
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
      case 'openInspector':
        return inspector.open(notebook, message.network);
      case 'revealLayer':
        return revealLayer(analyses, notebook, message);
      case 'stop':
        await vscode.commands.executeCommand(commands.stopTraining);
        return;
      case 'control':
        await vscode.commands.executeCommand(controlCommands[message.command], message.run);
        return;
      case 'useRate':
        return useRate(analyses, notebook, message.network, message.rate);
      default:
        return message satisfies never;
    }
  }
}
