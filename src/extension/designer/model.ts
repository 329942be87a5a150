import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Path } from '../../designer/chain';
import type { ToldOperation } from '../../designer/operation';
import type { OwnerName } from '../../designer/perform';
import { Revisions } from '../../designer/revisions';
import type { StatementName } from '../../designer/settings/statements';
import type { TextEdit } from '../../language/textEdit';
import type { DesignerMessage, DesignerState, FieldAnswer } from '../../views/designer';
import type { NetworkPayload } from '../../views/payloads';
import type { Analyses } from '../analyses';
import { runCell } from '../cells/rerun';
import { disposeAll } from '../dispose';
import { codeCells, reveal } from '../notebooks';
import { workspaceEdit } from '../repair';
import { insertCells } from './insertCells';
import type { Templates } from '../templates/templates';
import type { TemplateName } from '../../views/templates';
import type { Trainings } from '../trainings';
import { Turns } from '../turns';
import { NetworkCosts } from './costs';
import { EditHistory } from './editHistory';

type FieldMessage = Extract<DesignerMessage, { type: 'field' }>;

/** What the designer shows: a network or block of a notebook, made anew from its text whenever that changes. */
export class DesignerModel implements vscode.Disposable {
  private state: DesignerState = {};
  private notebook: vscode.NotebookDocument | undefined;
  private owner: OwnerName | undefined;
  private selected: Path | undefined;
  private chosen: StatementName | undefined;
  private last: { owner: string; network: NetworkPayload } | undefined;
  private turn = 0;
  private readonly editing = new Turns();
  private readonly revisions = new Revisions();
  private readonly costs: NetworkCosts;
  readonly history = new EditHistory();
  private readonly changed = new vscode.EventEmitter<DesignerState>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly analyses: Analyses,
    trainings: Trainings,
    private readonly templates: Templates,
  ) {
    this.costs = new NetworkCosts(analyses, trainings);
    this.subscriptions = [
      this.changed,
      this.costs,
      this.history,
      this.costs.onDidChange((cost) => this.set({ ...this.state, ...(cost && { cost }) })),
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
    this.chosen = undefined;
    await this.refresh();
  }

  async turnTo(owner: OwnerName): Promise<void> {
    this.owner = owner;
    this.selected = undefined;
    this.chosen = undefined;
    await this.refresh();
  }

  async select(path: Path | undefined): Promise<void> {
    this.selected = path;
    this.chosen = undefined;
    await this.refresh();
  }

  /** Selects a layer of a network, in the block that its line stands in where it does. */
  async selectLayer(network: string, layer: string): Promise<void> {
    const { notebook } = this;
    const location =
      notebook && (await this.analyses.ask(notebook, 'layerLocation', { network, layer }));
    const found = location && (await this.analyses.ask(notebook, 'designAt', location));
    if (!found) return;
    this.owner = found.owner;
    await this.select(found.path);
  }

  async choose(statement: StatementName | undefined): Promise<void> {
    this.selected = undefined;
    this.chosen = statement;
    await this.refresh();
  }

  /** Does what the page asks for, to the text it has seen. */
  edit(revision: string, operation: ToldOperation): Promise<void> {
    const { notebook, owner } = this;
    if (!notebook) return Promise.resolve();
    const told = { operation, ...(owner && { owner }) };
    // Each is made to the text that the one before has left.
    return this.editing.run(() => this.editNow(notebook, revision, told));
  }

  private async editNow(
    notebook: vscode.NotebookDocument,
    revision: string,
    told: { readonly operation: ToldOperation; readonly owner?: OwnerName },
  ): Promise<void> {
    const revisions = this.revisions.equal(revision);
    const answer = await this.analyses.ask(notebook, 'designEdit', { ...told, revisions });
    if (answer && 'refusal' in answer) {
      this.set({ ...this.state, refusal: answer.refusal });
      return;
    }
    if (answer?.cell) await this.addCell(notebook, answer.cell);
    if (answer && (await this.apply(notebook, answer.edits))) {
      if (answer.step) this.revisions.add(answer.step);
      if (answer.select || !this.chosen) this.selected = answer.select;
      if (answer.choose) await this.choose(answer.choose);
    }
    await this.refresh();
  }

  /** What the language says of what is typed into a field. */
  async field({
    revision,
    operation,
    text,
    question,
  }: FieldMessage): Promise<FieldAnswer | undefined> {
    const { notebook, owner } = this;
    if (!notebook) return undefined;
    const told = { revision, operation, text, question, ...(owner && { owner }) };
    return this.analyses.ask(notebook, 'designField', told);
  }

  async fix(revision: string, number: number): Promise<void> {
    const { notebook } = this;
    const { design } = this.state;
    const fix = design?.problems.at(number)?.fix;
    if (notebook && fix && design.revision === revision) await this.apply(notebook, fix.edits);
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
    await this.addCell(notebook, { at: codeCells(notebook).length, text });
    await this.turnTo({ kind: 'network', name });
  }

  async revealStatement(statement: StatementName): Promise<void> {
    const { notebook } = this;
    const place = notebook && (await this.analyses.ask(notebook, 'statementPlace', statement));
    if (place) await reveal(notebook, place);
  }

  /** Runs the cell of a statement, as its own button would. */
  async run(statement: StatementName): Promise<void> {
    const { notebook } = this;
    const place = notebook && (await this.analyses.ask(notebook, 'statementPlace', statement));
    const cell = place && codeCells(notebook)[place.cell];
    if (cell) await runCell(cell);
  }

  /** Puts the cells of a template into the notebook, and turns to its network. */
  async insertTemplate(template: TemplateName): Promise<void> {
    const { notebook } = this;
    if (!notebook) return;
    const text = await this.templates.text(template);
    await this.history.record(notebook, undefined, () => insertCells(notebook, text));
    await this.show(notebook);
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

  /** Writes a new code cell in front of the one of a number, or at the end. */
  private async addCell(
    notebook: vscode.NotebookDocument,
    { at, text }: { readonly at: number; readonly text: string },
  ): Promise<void> {
    const index = codeCells(notebook)[at]?.index ?? notebook.cellCount;
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'dnn');
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(index, [cell])]);
    await this.history.record(notebook, undefined, () => vscode.workspace.applyEdit(edit));
  }

  private async apply(
    notebook: vscode.NotebookDocument,
    edits: readonly TextEdit[],
  ): Promise<boolean> {
    if (edits.length === 0) return true;
    const cells = codeCells(notebook);
    const changed = new Set(edits.map(({ location }) => cells[location.cell]?.document));
    return this.history.record(
      notebook,
      [...changed].filter((document) => document !== undefined),
      () => vscode.workspace.applyEdit(workspaceEdit(notebook, edits)),
    );
  }

  /** Asks for the notebook as it is now; of answers that come late only the newest counts. */
  private async refresh(): Promise<void> {
    const turn = ++this.turn;
    const { notebook, owner, selected, chosen } = this;
    if (!notebook) {
      this.costs.show(undefined);
      this.set({});
      return;
    }
    const answer = await this.analyses.ask(notebook, 'design', {
      ...(owner && { owner }),
      ...(selected && { path: selected }),
      ...(chosen && { statement: chosen }),
    });
    if (turn !== this.turn || !answer) return;
    const { design, network } = answer;
    this.owner = design.owner;
    if (!design.form) this.selected = undefined;
    if (!design.settings) this.chosen = undefined;
    const key = `${design.owner?.kind} ${design.owner?.name}`;
    if (network) this.last = { owner: key, network };
    const shown = this.last?.owner === key ? this.last.network : undefined;
    const cost = this.costs.show(shown && { notebook, network: shown.name });
    const templates = design.owner ? undefined : await this.templates.all();
    if (turn !== this.turn) return;
    this.set({
      notebook: basename(notebook.uri.path),
      design,
      ...(shown && { network: shown }),
      ...(cost && { cost }),
      ...(templates && { templates }),
      ...(!network && { isOutdated: true }),
    });
  }

  private set(state: DesignerState): void {
    this.state = state;
    this.changed.fire(state);
  }
}
