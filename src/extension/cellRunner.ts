import * as vscode from 'vscode';
import type { ActionStatement, Statement } from '../language/syntax';
import type { Action, Program } from '../program/program';
import { networkPayload } from '../views/network';
import type { ActionRunner } from './actionRunner';
import type { CellExecution } from './cellExecution';
import { dataPayload } from './dataPayload';
import { rangeOf } from './documents';
import { explain, ExtensionError, restricted, showError } from './failures';
import type { Diagnostics } from './features/diagnostics';
import { codeCells } from './notebooks';
import { errorItems, outputItems } from './outputs';
import type { Programs } from './programs';

/** Runs one cell: shows what it defines, then does what it says. */
export class CellRunner {
  constructor(
    private readonly programs: Programs,
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
      const program = await this.programs.of(cell.notebook);
      const number = codeCells(cell.notebook).indexOf(cell);
      refuseErrors(program, number, cell.document);
      for (const statement of program.cells[number] ?? []) {
        if (token.isCancellationRequested) return undefined;
        const success = await this.runStatement(statement, program, execution, token);
        if (success !== true) return success;
      }
      return true;
    } catch (error) {
      await this.fail(execution, error);
      return false;
    }
  }

  private async runStatement(
    statement: Statement,
    program: Program,
    execution: CellExecution,
    token: vscode.CancellationToken,
  ): Promise<boolean | undefined> {
    switch (statement.kind) {
      case 'data': {
        const plan = program.data.get(statement.name.text);
        if (!plan) return true;
        const payload = dataPayload(plan, statement, execution.cell.document);
        return this.actions.describe(payload, execution, token);
      }
      case 'network': {
        const network = program.networks.get(statement.name.text);
        if (network) await execution.show(outputItems('network', networkPayload(network)));
        return true;
      }
      case 'action': {
        const action = actionOf(program, statement);
        return this.actions.run(action, program.actions.indexOf(action), execution, token);
      }
      case 'block':
      case 'let':
        return true;
      default:
        return statement satisfies never;
    }
  }

  /** Says in the cell what went wrong, and marks the place if there is one. */
  private async fail(execution: CellExecution, error: unknown): Promise<void> {
    const { message, hint, cell, start, end, code } = explain(error);
    this.log.error(message, ...(error instanceof Error && error.stack ? [error.stack] : []));
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

function refuseErrors(program: Program, number: number, document: vscode.TextDocument): void {
  const errors = program.diagnostics.filter(
    ({ severity, location }) => severity === 'error' && location.cell === number,
  );
  if (errors.length === 0) return;
  const lines = errors.map(({ message, location }) => {
    const line = rangeOf(document, location).start.line + 1;
    return vscode.l10n.t('Line {0}: {1}', line, message);
  });
  throw new ExtensionError('not-runnable', lines.join('\n'));
}

/** The action a statement became; there is none when something it needs is wrong elsewhere. */
function actionOf(program: Program, statement: ActionStatement): Action {
  const { cell, start } = statement.location;
  const action = program.actions.find(
    ({ location }) => location.cell === cell && location.start === start,
  );
  if (action) return action;
  const first = program.diagnostics.find(({ severity }) => severity === 'error');
  throw new ExtensionError(
    'not-runnable',
    vscode.l10n.t('`{0} {1}` cannot run yet.', statement.verb, statement.subject.text),
    first &&
      vscode.l10n.t('Correct code cell {0} first: {1}', first.location.cell + 1, first.message),
  );
}
