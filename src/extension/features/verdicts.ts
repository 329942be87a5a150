import * as vscode from 'vscode';
import type { Verdict } from '../../runs/events';
import type { VerdictLevel } from '../../runs/verdict';
import type { Analyses } from '../analyses';
import { disposeAll } from '../dispose';
import { rangeOf } from '../documents';
import { showError } from '../failures';
import { language } from '../ids';
import { codeCells, placeOf } from '../notebooks';
import { openNotebookAt } from '../paths';
import { workspaceEdit } from '../repair';
import type { Training, Trainings } from '../trainings';
import type { FoundRates } from './foundRates';

const severities: Record<VerdictLevel, vscode.DiagnosticSeverity> = {
  problem: vscode.DiagnosticSeverity.Warning,
  warning: vscode.DiagnosticSeverity.Information,
};

/** A verdict as it stands in a cell. */
interface Standing {
  readonly network: string;
  readonly verdict: Verdict;
  readonly document: vscode.TextDocument;
  readonly diagnostic: vscode.Diagnostic;
}

/** Shows in the cells why a network did not learn, until the notebook is edited, and offers what helps. */
export class TrainingVerdicts implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(`${language}-training`);
  private readonly standing = new Map<vscode.NotebookDocument, readonly Standing[]>();
  private readonly followed = new WeakSet<Training>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly analyses: Analyses,
    private readonly rates: FoundRates,
    trainings: Trainings,
  ) {
    this.subscriptions = [
      this.collection,
      trainings.onDidChange((training) => this.follow(training)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const notebook = contentChanges.length > 0 ? placeOf(document)?.notebook : undefined;
        if (notebook) this.replace(notebook, []);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.replace(notebook, [])),
    ];
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const notebook = placeOf(document)?.notebook;
    if (!notebook) return [];
    const here = (this.standing.get(notebook) ?? []).filter(
      (one) => one.document === document && one.diagnostic.range.intersection(range),
    );
    const actions = here.map((one) => this.repairs(notebook, one));
    return (await Promise.all(actions)).flat();
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private follow(training: Training): void {
    if (this.followed.has(training)) return;
    this.followed.add(training);
    const show = () => void this.showOf(training).catch((error: unknown) => showError(error));
    if (training.snapshot) show();
    const listening = training.onDidReceive(({ event }) => {
      if (event === 'start' || event === 'verdicts') show();
    });
    void training.finished.then(() => {
      listening.dispose();
    });
  }

  private async showOf({ identity, snapshot }: Training): Promise<void> {
    const notebook = openNotebookAt(identity.notebook);
    if (notebook) await this.show(notebook, identity.network, snapshot?.verdicts ?? []);
  }

  /** Shows the verdicts on a network's training in place of those before. */
  async show(
    notebook: vscode.NotebookDocument,
    network: string,
    verdicts: readonly Verdict[],
  ): Promise<void> {
    const found: Standing[] = [];
    for (const verdict of verdicts) {
      const { layers } = verdict;
      const place = await this.analyses.ask(notebook, 'verdictPlace', { network, layers });
      const document = place && codeCells(notebook)[place.cell]?.document;
      if (!place || !document) continue;
      const diagnostic = new vscode.Diagnostic(
        rangeOf(document, place),
        `${verdict.title}: ${verdict.evidence}\n${verdict.explanation}`,
        severities[verdict.level],
      );
      diagnostic.source = vscode.l10n.t('training of {0}', network);
      diagnostic.code = verdict.name;
      found.push({ network, verdict, document, diagnostic });
    }
    const others = (this.standing.get(notebook) ?? []).filter((one) => one.network !== network);
    this.replace(notebook, [...others, ...found]);
  }

  private replace(notebook: vscode.NotebookDocument, all: readonly Standing[]): void {
    const before = this.standing.get(notebook) ?? [];
    if (before.length === 0 && all.length === 0) return;
    if (all.length === 0) this.standing.delete(notebook);
    else this.standing.set(notebook, all);
    for (const document of new Set([...before, ...all].map((one) => one.document))) {
      const own = all.filter((one) => one.document === document);
      this.collection.set(
        document.uri,
        own.map(({ diagnostic }) => diagnostic),
      );
    }
  }

  private async repairs(
    notebook: vscode.NotebookDocument,
    { network, verdict, diagnostic }: Standing,
  ): Promise<vscode.CodeAction[]> {
    const foundRate = this.rates.suggested(notebook, network);
    const repairs = await this.analyses.ask(notebook, 'repairs', { network, verdict, foundRate });
    return (repairs ?? [])
      .filter(({ edits }) => edits.length > 0)
      .map(({ title, edits }) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = workspaceEdit(notebook, edits);
        action.diagnostics = [diagnostic];
        return action;
      });
  }
}
