import * as vscode from 'vscode';
import { placeOf } from '../notebooks';

/** What an edit changed: the text of a cell, or which cells a notebook has. */
type Changed = vscode.TextDocument | vscode.NotebookDocument;

/** The editor of a cell takes the focus so long after it is told to; longer where the machine is busy. */
const focusMilliseconds = [300, 600, 1200];

/**
 * Undo and redo from the designer. The history is VS Code's own, which it keeps for each cell: what the designer did last is undone
 * where it was done, as in the notebook itself.
 */
export class EditHistory {
  private done: Changed[] = [];
  private undone: Changed[] = [];
  private last: Promise<void> = Promise.resolve();

  /** Remembers where an edit was made. */
  add(changed: Changed): void {
    this.done.push(changed);
    this.undone = [];
  }

  undo = (): Promise<void> => this.next('undo');
  redo = (): Promise<void> => this.next('redo');

  /** One after the other, however fast they are asked for. */
  private next(command: 'undo' | 'redo'): Promise<void> {
    const turn = this.last.then(() => this.turn(command));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async turn(command: 'undo' | 'redo'): Promise<void> {
    const [from, to] = command === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
    const changed = from.pop();
    if (!changed || changed.isClosed) return;
    to.push(changed);
    const { version } = changed;
    // The commands act on what has the focus, and VS Code tells nobody what has: beside a panel in a locked group, that an editor is
    // shown is not even answered.
    show(changed).then(undefined, () => undefined);
    for (const time of focusMilliseconds) {
      await new Promise((resolve) => setTimeout(resolve, time));
      // What cells a notebook has is undone in its list of cells, not in an editor.
      if ('notebookType' in changed) await vscode.commands.executeCommand('notebook.focusTop');
      await vscode.commands.executeCommand(command);
      if (await until(() => changed.version !== version)) return;
    }
  }
}

async function until(holds: () => boolean): Promise<boolean> {
  for (let left = 10; left > 0 && !holds(); left--)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return holds();
}

async function show(changed: Changed): Promise<void> {
  if ('notebookType' in changed) {
    await vscode.window.showNotebookDocument(changed, { viewColumn: columnOf(changed) });
    return;
  }
  const place = placeOf(changed);
  if (!place) return;
  await vscode.window.showTextDocument(changed, {
    viewColumn: columnOf(place.notebook),
    // Without one the cell is chosen, and its editor does not get the focus.
    selection: new vscode.Range(0, 0, 0, 0),
  });
}

const columnOf = (notebook: vscode.NotebookDocument): vscode.ViewColumn | undefined =>
  vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook)?.viewColumn;
