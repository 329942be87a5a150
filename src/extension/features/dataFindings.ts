import * as vscode from 'vscode';
import type { Diagnostic } from '../../language/source';
import { checkAgainstData } from '../../program/fit';
import type { Program } from '../../program/program';
import { disposeAll } from '../dispose';
import { fileContext } from '../paths';
import type { Programs } from '../programs';

/**
 * What the data files say of a notebook: are they there, do the networks fit them. Their heads are read in the background
 * once the text has come to rest, in trusted workspaces only.
 */
export class DataFindings implements vscode.Disposable {
  private readonly found = new WeakMap<Program, readonly Diagnostic[]>();
  private readonly changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly programs: Programs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      this.changed,
      programs.onDidChange((notebook) => void this.check(notebook)),
      vscode.workspace.onDidGrantWorkspaceTrust(() =>
        vscode.workspace.notebookDocuments.forEach((notebook) => void this.check(notebook)),
      ),
    ];
  }

  /** Findings for the notebook as it is now; none until the files have been read. */
  of(notebook: vscode.NotebookDocument): readonly Diagnostic[] {
    return this.found.get(this.programs.of(notebook)) ?? [];
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async check(notebook: vscode.NotebookDocument): Promise<void> {
    const program = this.programs.of(notebook);
    if (!vscode.workspace.isTrusted || program.data.size === 0) return;
    try {
      const findings = await checkAgainstData(program, { ...fileContext(notebook), seed: 0 });
      this.found.set(program, findings);
      if (findings.length > 0 && !notebook.isClosed) this.changed.fire(notebook);
    } catch (error) {
      this.log.warn('the data could not be checked', String(error));
    }
  }
}
