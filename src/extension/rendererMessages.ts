import * as vscode from 'vscode';
import { rendererMessage, type OutputsMessage, type RendererMessage } from '../views/messages';
import type { Analyses } from './analyses';
import type { OutputChanges } from './cells/changes';
import { cellOfOutput, runCell } from './cells/rerun';
import { controlTraining } from './controlTraining';
import { showError } from './failures';
import { rendererId } from './ids';
import { applyRepair } from './repair';
import type { Designer } from './designer/panel';
import { revealLayer } from './revealLayer';
import { copyText, saveText } from './saveText';
import { notebookPath } from './paths';
import { useRate } from './useRate';

/** Does what links and buttons in cell outputs ask for. */
export function receiveRendererMessages(
  analyses: Analyses,
  changes: OutputChanges,
  designer: Designer,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(rendererId);
  return vscode.Disposable.from(
    messaging.onDidReceiveMessage(({ editor, message }) => {
      const parsed = rendererMessage.safeParse(message);
      if (!parsed.success) log.warn(`renderer: ${parsed.error.message}`);
      else handle(editor, parsed.data).catch((error) => showError(error));
    }),
    changes.onDidChange((notebook) => {
      for (const editor of vscode.window.visibleNotebookEditors)
        if (editor.notebook === notebook) void tellChanged(editor);
    }),
  );

  async function handle(editor: vscode.NotebookEditor, message: RendererMessage): Promise<void> {
    const { notebook } = editor;
    switch (message.type) {
      case 'ready':
        await tellWords(editor);
        await tellChanged(editor);
        return;
      case 'rerun': {
        const cell = cellOfOutput(notebook, message.output);
        if (cell) await runCell(cell);
        return;
      }
      case 'revealLayer':
        return revealLayer(analyses, notebook, message);
      case 'edit':
        return designer.open(notebook, message);
      case 'control':
        return controlTraining(message, notebookPath(notebook));
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
    if (bundle) await tell(editor, { type: 'words', words: bundle });
  }

  function tellChanged(editor: vscode.NotebookEditor): Promise<void> {
    return tell(editor, { type: 'changed', outputs: changes.of(editor.notebook).outputs });
  }

  async function tell(editor: vscode.NotebookEditor, message: OutputsMessage): Promise<void> {
    await messaging.postMessage(message, editor);
  }
}
