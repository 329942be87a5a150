import * as vscode from 'vscode';
import { openRun, type Run } from '../../runs/run';
import { textLanguage } from '../ids';
import { runPick } from '../runs/chosenRuns';
import { nameOf } from '../runs/runNames';
import { withoutIcons } from '../../text/markdown';

const scheme = 'dnn-run';

/** The notebooks of runs as they were, as texts that can be read and compared. */
export class RunSources implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(
    scheme,
    this,
  );

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    if (!vscode.workspace.isTrusted) return '';
    return (await openRun(query)).notebookText();
  }

  /** Opens the diff editor on two of the runs, the earlier one at the left. */
  async compare(runs: readonly Run[]): Promise<void> {
    const two = await chooseTwo(runs);
    if (!two) return;
    const [earlier, later] = [...two].sort((a, b) =>
      a.manifest.created.localeCompare(b.manifest.created),
    );
    const documents = [uriOf(earlier), uriOf(later)];
    for (const uri of documents) {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, textLanguage);
    }
    const title = withoutIcons(`${nameOf(earlier)} ↔ ${nameOf(later)}`);
    await vscode.commands.executeCommand('vscode.diff', ...documents, title);
  }

  dispose(): void {
    void this.registration.dispose();
  }
}

/** A name that is none of a notebook, which would be opened as one. */
const uriOf = ({ id, folder }: Run): vscode.Uri =>
  vscode.Uri.from({ scheme, path: `/${id.replaceAll('/', '_')}/notebook.txt`, query: folder });

async function chooseTwo(runs: readonly Run[]): Promise<readonly Run[] | undefined> {
  if (runs.length <= 2) return runs.length === 2 ? runs : undefined;
  const picks = await vscode.window.showQuickPick(
    runs.map((run) => runPick(run)),
    { canPickMany: true, title: vscode.l10n.t('Compare the Notebooks of Two Runs') },
  );
  return picks && picks.length >= 2 ? picks.slice(0, 2).map(({ run }) => run) : undefined;
}
