import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Path } from '../../designer/chain';
import type { Operation } from '../../designer/operations';
import type { OwnerName } from '../../designer/perform';
import type { TextEdit } from '../../language/textEdit';
import type { DesignerState } from '../../views/designer';
import type { NetworkPayload } from '../../views/payloads';
import type { Analyses } from '../analyses';
import { disposeAll } from '../dispose';
import { codeCells, reveal } from '../notebooks';
import { workspaceEdit } from '../repair';
import { EditHistory } from './editHistory';

/** What the designer shows: a network or block of a notebook, made anew from its text whenever that changes. */
export class DesignerModel implements vscode.Disposable {
  private state: DesignerState = {};
  private notebook: vscode.NotebookDocument | undefined;
  private owner: OwnerName | undefined;
  private selected: Path | undefined;
  private last: { owner: string; network: NetworkPayload } | undefined;
  private turn = 0;
  readonly history = new EditHistory();
  private readonly changed = new vscode.EventEmitter<DesignerState>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(private readonly analyses: Analyses) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
        if (notebook === this.notebook) void this.refresh();
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        if (notebook === this.notebook) void this.show(undefined);
      }),
    ];
  }

  get current(): { notebook?: vscode.NotebookDocument; owner?: OwnerName } {
    return { notebook: this.notebook, owner: this.owner };
  }

  snapshot = (): DesignerState => this.state;

  async show(notebook: vscode.NotebookDocument | undefined, owner?: OwnerName): Promise<void> {
    if (notebook !== this.notebook) this.last = undefined;
    this.notebook = notebook;
    this.owner = owner;
    this.selected = undefined;
    await this.refresh();
  }

  async turnTo(owner: OwnerName): Promise<void> {
    this.owner = owner;
    this.selected = undefined;
    await this.refresh();
  }

  async select(path: Path | undefined): Promise<void> {
    this.selected = path;
    await this.refresh();
  }

  /** Does what the page asks for, to the text it has seen. */
  async edit(revision: string, operation: Operation): Promise<void> {
    const { notebook, owner } = this;
    if (!notebook || !owner) return;
    const answer = await this.analyses.ask(notebook, 'designEdit', { revision, owner, operation });
    if (answer && 'refusal' in answer) {
      this.set({ ...this.state, refusal: answer.refusal });
      return;
    }
    if (answer && (await this.apply(answer.edits))) this.selected = answer.select;
    await this.refresh();
  }

  async fix(revision: string, number: number): Promise<void> {
    const { design } = this.state;
    const fix = design?.problems.at(number)?.fix;
    if (fix && design.revision === revision) await this.apply(fix.edits);
    await this.refresh();
  }

  /** Writes a network with an input and an output into a new cell at the end of the notebook. */
  async addNetwork(): Promise<void> {
    const { notebook } = this;
    if (!notebook) return;
    const names = new Set(this.state.design?.owners.map(({ name }) => name));
    let name = 'Net';
    for (let i = 2; names.has(name); i++) name = `Net${i}`;
    const text = `network ${name} {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}`;
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'dnn');
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(notebook.cellCount, [cell])]);
    if (await vscode.workspace.applyEdit(edit)) this.history.add(notebook);
    await this.turnTo({ kind: 'network', name });
  }

  async reveal(path: Path): Promise<void> {
    const { notebook, owner } = this;
    if (!notebook || !owner) return;
    const place = await this.analyses.ask(notebook, 'designPlace', { owner, path });
    if (place) await reveal(notebook, place);
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async apply(edits: readonly TextEdit[]): Promise<boolean> {
    const { notebook } = this;
    if (!notebook || edits.length === 0) return true;
    const done = await vscode.workspace.applyEdit(workspaceEdit(notebook, edits));
    const cells = codeCells(notebook);
    const changed = new Set(edits.map(({ location }) => cells[location.cell]?.document));
    if (done) for (const document of changed) if (document) this.history.add(document);
    return done;
  }

  /** Asks for the notebook as it is now; of answers that come late only the newest counts. */
  private async refresh(): Promise<void> {
    const turn = ++this.turn;
    const { notebook, owner, selected } = this;
    if (!notebook) {
      this.set({});
      return;
    }
    const answer = await this.analyses.ask(notebook, 'design', {
      ...(owner && { owner }),
      ...(selected && { path: selected }),
    });
    if (turn !== this.turn || !answer) return;
    const { design, network } = answer;
    this.owner = design.owner;
    if (!design.form) this.selected = undefined;
    const key = `${design.owner?.kind} ${design.owner?.name}`;
    if (network) this.last = { owner: key, network };
    const shown = this.last?.owner === key ? this.last.network : undefined;
    this.set({
      notebook: basename(notebook.uri.path),
      design,
      ...(shown && { network: shown }),
      ...(!network && { isOutdated: true }),
    });
  }

  private set(state: DesignerState): void {
    this.state = state;
    this.changed.fire(state);
  }
}
