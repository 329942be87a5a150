import * as vscode from 'vscode';

/**
 * Undo and redo from the designer. The history is the notebook's own, which VS Code keeps for each cell: what the designer did last
 * is undone in the cell it was done in, along with what was typed there since.
 */
export class EditHistory {
  private done: vscode.TextDocument[] = [];
  private undone: vscode.TextDocument[] = [];

  /** Remembers where an edit was made. */
  add(document: vscode.TextDocument): void {
    this.done.push(document);
    this.undone = [];
  }

  get canUndo(): boolean {
    return this.done.some(({ isClosed }) => !isClosed);
  }

  undo = (): Promise<void> => this.turn('undo');
  redo = (): Promise<void> => this.turn('redo');

  private async turn(command: 'undo' | 'redo'): Promise<void> {
    const [from, to] = command === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
    const document = from.pop();
    if (!document || document.isClosed) return;
    to.push(document);
    // The commands act on the editor that has the focus.
    await vscode.window.showTextDocument(document, { preserveFocus: false });
    await vscode.commands.executeCommand(command);
  }
}
