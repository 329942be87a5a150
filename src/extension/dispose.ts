import type * as vscode from 'vscode';

export function disposeAll(disposables: readonly vscode.Disposable[]): void {
  for (const disposable of disposables) void disposable.dispose();
}
