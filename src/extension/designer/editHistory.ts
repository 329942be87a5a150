import * as vscode from 'vscode';
import { disposeAll } from '../dispose';
import { Turns } from '../turns';

/** An edit of the designer's: the text of a cell, or which cells the notebook has. */
interface Edited {
  readonly notebook: vscode.NotebookDocument;
  /** The cell by its document: it is another object once the cell went and came again. */
  readonly cell?: string;
  /** What stood there before the edit, and behind it. */
  readonly before: string;
  readonly after: string;
}

/**
 * The editor of a cell takes the focus some time after it is told to, later where the machine is busy. A command that comes before
 * goes to the designer's page, where it does nothing.
 */
const focusMilliseconds = [50, 100, 150, 300, 600, 1200, 2400];

/**
 * Undo and redo from the designer. The history is VS Code's own, which it keeps for each cell: what the designer did last is undone
 * where it was done, as in the notebook itself. What is undone there counts here as well.
 */
export class EditHistory implements vscode.Disposable {
  private readonly done: Edited[] = [];
  private readonly undone: Edited[] = [];
  private readonly turns = new Turns();
  private readonly subscriptions = [
    vscode.workspace.onDidChangeTextDocument(({ reason }) => {
      if (reason !== undefined) this.follow();
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ contentChanges }) => {
      if (contentChanges.length > 0) this.follow();
    }),
  ];

  /** Makes an edit, of the texts of cells or of which cells there are, and remembers it. */
  async record(
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.TextDocument[] | undefined,
    edit: () => Thenable<boolean>,
  ): Promise<boolean> {
    const places = cells
      ? cells.map(({ uri }) => ({ notebook, cell: uri.toString() }))
      : [{ notebook }];
    const before = places.map((place) => stateOf(place) ?? '');
    if (!(await edit())) return false;
    places.forEach((place, i) =>
      this.done.push({ ...place, before: before[i], after: stateOf(place) ?? '' }),
    );
    this.undone.length = 0;
    return true;
  }

  /** Tells whether no other is waiting: the focus may leave the notebook. */
  undo = (): Promise<boolean> => this.next('undo');
  redo = (): Promise<boolean> => this.next('redo');

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  /** One after the other, however fast they are asked for. */
  private async next(command: 'undo' | 'redo'): Promise<boolean> {
    await this.turns.run(() => this.turn(command));
    return this.turns.isIdle;
  }

  private async turn(command: 'undo' | 'redo'): Promise<void> {
    const edit = newest(command === 'undo' ? this.done : this.undone);
    if (!edit) return;
    const state = stateOf(edit);
    const isChanged = () => stateOf(edit) !== state;
    for (const time of focusMilliseconds) {
      // The commands act on what has the focus, and VS Code tells nobody what has: beside a panel in a locked group, that an editor
      // is shown is not even answered.
      show(edit).then(undefined, () => undefined);
      await new Promise((resolve) => setTimeout(resolve, time));
      if (isChanged()) return;
      if (isElsewhere(edit)) continue;
      // What cells a notebook has is undone in its list of cells, not in an editor.
      if (edit.cell === undefined) await vscode.commands.executeCommand('notebook.focusTop');
      await vscode.commands.executeCommand(command);
      // A change of a text is told before the command is answered, one of cells soon after.
      if (await until(isChanged, edit.cell === undefined ? 10 : 2)) return;
    }
  }

  /** What is as it was before an edit is undone, what is as it was behind it is done again, by whichever way. */
  private follow(): void {
    for (let edit = this.done.at(-1); edit && isAt(edit, 'before'); edit = this.done.at(-1)) {
      this.done.pop();
      this.undone.push(edit);
    }
    for (let edit = this.undone.at(-1); edit && isAt(edit, 'after'); edit = this.undone.at(-1)) {
      this.undone.pop();
      this.done.push(edit);
    }
  }
}

/** The focus is in another cell, or in another file: a command would undo what was done there. */
function isElsewhere({ cell }: Edited): boolean {
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  return cell !== undefined && active !== undefined && active !== cell;
}

const isAt = (edit: Edited, side: 'before' | 'after'): boolean =>
  edit.before !== edit.after && stateOf(edit) === edit[side];

const documentOf = ({ notebook, cell }: Pick<Edited, 'notebook' | 'cell'>) =>
  notebook.getCells().find(({ document }) => document.uri.toString() === cell)?.document;

/** The text of a cell, or how many cells there are; undefined where the cell is gone. */
const stateOf = (place: Pick<Edited, 'notebook' | 'cell'>): string | undefined =>
  place.cell === undefined ? String(place.notebook.cellCount) : documentOf(place)?.getText();

/** The newest edit of a list; those of what is gone are dropped from it. */
function newest(list: Edited[]): Edited | undefined {
  let edit = list.at(-1);
  while (edit && (edit.notebook.isClosed || stateOf(edit) === undefined)) {
    list.pop();
    edit = list.at(-1);
  }
  return edit;
}

async function until(holds: () => boolean, times: number): Promise<boolean> {
  for (let left = times; left > 0 && !holds(); left--)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return holds();
}

async function show(edit: Edited): Promise<void> {
  const { notebook } = edit;
  const viewColumn = columnOf(notebook);
  const document = documentOf(edit);
  if (!document) {
    await vscode.window.showNotebookDocument(notebook, { viewColumn });
    return;
  }
  await vscode.window.showTextDocument(document, {
    viewColumn,
    // Without one the cell is chosen, and its editor does not get the focus.
    selection: new vscode.Range(0, 0, 0, 0),
  });
}

const columnOf = (notebook: vscode.NotebookDocument): vscode.ViewColumn | undefined =>
  vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook)?.viewColumn;
