import * as vscode from 'vscode';
import type { Diagnostic, Severity } from '../../language/source';
import type { Analyses } from '../analyses';
import { rangeOf } from '../documents';
import { showError } from '../failures';
import { language } from '../ids';
import { codeCells, isDnn, placeOf } from '../notebooks';
import { disposeAll } from '../dispose';
import { workspaceEdit } from '../repair';

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Shows what is wrong in the cells of every open notebook, as it is typed, and after a run that failed. */
export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(language);
  /** Findings of the last run, until their cell is edited. */
  private readonly found = new Map<vscode.TextDocument, vscode.Diagnostic>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly analyses: Analyses) {
    this.subscriptions = [
      this.collection,
      analyses.onDidChange((notebook) => void this.refresh(notebook)),
      analyses.onDidFind((notebook) => void this.refresh(notebook)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.found.delete(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ contentChanges }) =>
        contentChanges
          .flatMap(({ removedCells }) => removedCells)
          .forEach(({ document }) => this.collection.delete(document.uri)),
      ),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.clear(notebook)),
    ];
  }

  /** Marks the place a run failed at. */
  report(document: vscode.TextDocument, range: vscode.Range, message: string): void {
    const diagnostic = new vscode.Diagnostic(range, message);
    diagnostic.source = language;
    this.found.set(document, diagnostic);
    const notebook = placeOf(document)?.notebook;
    if (notebook) void this.refresh(notebook);
  }

  forget(document: vscode.TextDocument): void {
    this.found.delete(document);
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async refresh(notebook: vscode.NotebookDocument): Promise<void> {
    const analysed = this.analyses.outline(notebook);
    const outline = await analysed.catch((error: unknown) => void showError(error));
    // What was typed meanwhile is analysed when it comes to rest.
    if (!outline || notebook.isClosed || this.analyses.outline(notebook) !== analysed) return;
    const byCell = new Map<number, Diagnostic[]>();
    for (const diagnostic of [...outline.diagnostics, ...this.analyses.findings(notebook)]) {
      const { cell } = diagnostic.location;
      const own = byCell.get(cell);
      if (own) own.push(diagnostic);
      else byCell.set(cell, [diagnostic]);
    }
    codeCells(notebook).forEach(({ document }, number) => {
      const own = byCell.get(number) ?? [];
      const found = this.found.get(document);
      const shown = own.map((diagnostic) => toVscode(document, diagnostic));
      if (found) shown.push(found);
      // Each call is a message to the window, and most cells have nothing before and after.
      if (shown.length > 0 || this.collection.has(document.uri))
        this.collection.set(document.uri, shown);
    });
  }

  private clear(notebook: vscode.NotebookDocument): void {
    if (!isDnn(notebook)) return;
    notebook.getCells().forEach(({ document }) => this.collection.delete(document.uri));
  }
}

function toVscode(
  document: vscode.TextDocument,
  { location, message, severity, code }: Diagnostic,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, location),
    message,
    severities[severity],
  );
  diagnostic.source = language;
  diagnostic.code = code;
  if (code.startsWith('unused-')) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** Findings of one place whose fixes are looked for. */
const mostFixed = 8;

/** What helps against findings: `Change to conv`, `Set padding: same`. */
export class QuickFixes implements vscode.CodeActionProvider {
  constructor(private readonly analyses: Analyses) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const place = placeOf(document);
    if (!place) return [];
    const { notebook, number } = place;
    const { diagnostics } = await this.analyses.outline(notebook);
    const here = [...diagnostics, ...this.analyses.findings(notebook)].filter(
      ({ location }) =>
        location.cell === number && rangeOf(document, location).intersection(range) !== undefined,
    );
    const actions = here.slice(0, mostFixed).map(async (diagnostic) => {
      const fixes = await this.analyses.ask(notebook, 'fixes', diagnostic);
      return (fixes ?? []).map(({ title, edits }) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = workspaceEdit(notebook, edits);
        action.diagnostics = context.diagnostics.filter(({ code }) => code === diagnostic.code);
        action.isPreferred = title === diagnostic.fix?.title;
        return action;
      });
    });
    return (await Promise.all(actions)).flat();
  }
}
