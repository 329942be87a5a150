import * as vscode from 'vscode';
import type { ActionRunner } from './actionRunner';
import type { Analyses } from './analyses';
import { firstError, type Outline, type OutlineStatement } from './analysis/outline';
import type { CellExecution } from './cellExecution';
import { rangeOf } from './documents';
import { explain, ExtensionError, restricted, showError } from './failures';
import type { Diagnostics } from './features/diagnostics';
import { codeCells } from './notebooks';
import { errorItems, outputItems } from './outputs';

/** Runs one cell: shows what it defines, then does what it says. */
export class CellRunner {
  constructor(
    private readonly analyses: Analyses,
    private readonly diagnostics: Diagnostics,
    private readonly actions: ActionRunner,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async run(
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    const { cell } = execution;
    this.diagnostics.forget(cell.document);
    try {
      if (!vscode.workspace.isTrusted) throw restricted();
      const number = codeCells(cell.notebook).indexOf(cell);
      let outline = await this.outlineFor(cell, number);
      for (let next = 0; ; next++) {
        const statements = outline.cells[number] ?? [];
        if (next >= statements.length) return true;
        if (token.isCancellationRequested) return undefined;
        const success = await this.runStatement(statements[next], outline, execution, token);
        if (success !== true) return success;
        // What it wrote may be what a network is from.
        if (hasWritten(statements[next]) && next + 1 < statements.length)
          outline = await this.outlineFor(cell, number);
      }
    } catch (error) {
      await this.fail(execution, error);
      return false;
    }
  }

  /** The notebook as it is now. Throws an `ExtensionError` when the cell has mistakes. */
  private async outlineFor(cell: vscode.NotebookCell, number: number): Promise<Outline> {
    const outline = await this.analyses.outline(cell.notebook);
    refuseErrors(outline, number, cell.document);
    return outline;
  }

  private async runStatement(
    statement: OutlineStatement,
    outline: Outline,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    const number = codeCells(execution.cell.notebook).indexOf(execution.cell);
    execution.origin = { statement: statement.meaning, cell: outline.meanings[number] };
    switch (statement.kind) {
      case 'data': {
        const { payload } = statement;
        return payload ? this.actions.describe(payload, execution, token) : true;
      }
      case 'network': {
        const { notebook } = execution.cell;
        const network = await this.analyses.ask(notebook, 'network', statement.name);
        if (network) await execution.show(outputItems('network', network));
        return true;
      }
      case 'action': {
        const { action } = statement;
        if (!action) throw notRunnable(statement, outline);
        return this.actions.run(action, execution, token);
      }
      default:
        return statement satisfies never;
    }
  }

  /** Says in the cell what went wrong, and marks the place if there is one. */
  private async fail(execution: CellExecution, error: unknown): Promise<void> {
    const { message, hint, cell, start, end, code } = explain(error);
    this.log.error(message, ...(error instanceof Error && error.stack ? [error.stack] : []));
    execution.origin = undefined;
    await execution.show(errorItems(message, hint));
    const { notebook } = execution.cell;
    const place = cell === undefined ? execution.cell : codeCells(notebook)[cell];
    if (place && start !== undefined && end !== undefined) {
      const range = rangeOf(place.document, { cell: cell ?? 0, start, end });
      this.diagnostics.report(place.document, range, message);
    }
    if (code === 'restricted') void showError(error);
  }
}

const hasWritten = (statement: OutlineStatement): boolean =>
  statement.kind === 'action' && statement.action?.writes !== undefined;

function refuseErrors(outline: Outline, number: number, document: vscode.TextDocument): void {
  const errors = outline.diagnostics.filter(
    ({ severity, location }) => severity === 'error' && location.cell === number,
  );
  if (errors.length === 0) return;
  const lines = errors.map(({ message, location }) => {
    const line = rangeOf(document, location).start.line + 1;
    return vscode.l10n.t('Line {0}: {1}', line, message);
  });
  throw new ExtensionError('not-runnable', lines.join('\n'));
}

/** An action cannot run when something it needs is wrong elsewhere. */
function notRunnable(
  { verb, subject }: OutlineStatement & { readonly kind: 'action' },
  outline: Outline,
): ExtensionError {
  const first = firstError(outline);
  return new ExtensionError(
    'not-runnable',
    vscode.l10n.t('`{0} {1}` cannot run yet.', verb, subject),
    first &&
      vscode.l10n.t('Correct code cell {0} first: {1}', first.location.cell + 1, first.message),
  );
}
