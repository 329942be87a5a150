import * as vscode from 'vscode';
import type { Diagnostic, Severity } from '../../language/source';
import { rangeOf } from '../documents';
import { language } from '../ids';
import { codeCells, isDnn, placeOf } from '../notebooks';
import type { Programs } from '../programs';
import { disposeAll } from '../dispose';
import type { DataFindings } from './dataFindings';

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

  constructor(
    private readonly programs: Programs,
    private readonly data: DataFindings,
  ) {
    this.subscriptions = [
      this.collection,
      programs.onDidChange((notebook) => this.refresh(notebook)),
      data.onDidChange((notebook) => this.refresh(notebook)),
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
    if (notebook) this.refresh(notebook);
  }

  forget(document: vscode.TextDocument): void {
    this.found.delete(document);
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private refresh(notebook: vscode.NotebookDocument): void {
    const diagnostics = [...this.programs.of(notebook).diagnostics, ...this.data.of(notebook)];
    codeCells(notebook).forEach(({ document }, number) => {
      const own = diagnostics.filter(({ location }) => location.cell === number);
      const found = this.found.get(document);
      const shown = own.map((diagnostic) => toVscode(document, diagnostic));
      this.collection.set(document.uri, found ? [...shown, found] : shown);
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
  return diagnostic;
}

/** The replacements that findings propose: `Change to conv`. */
export class QuickFixes implements vscode.CodeActionProvider {
  constructor(private readonly programs: Programs) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const place = placeOf(document);
    if (!place) return [];
    return this.programs
      .of(place.notebook)
      .diagnostics.filter(({ location }) => location.cell === place.number)
      .flatMap(({ fix, location, code }) => {
        const at = rangeOf(document, location);
        if (!fix || !at.intersection(range)) return [];
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, at, fix.replacement);
        action.diagnostics = context.diagnostics.filter((d) => d.code === code);
        action.isPreferred = true;
        return [action];
      });
  }
}
