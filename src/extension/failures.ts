import * as vscode from 'vscode';
import { failure, type Failure } from '../compute/protocol/protocol';
import { withoutLinks } from '../text/markdown';
import { commands } from './ids';

/** Something that could not be done, ready to be shown: what happened and what to do. */
export class ExtensionError extends Error {
  constructor(
    readonly code:
      | 'restricted'
      | 'outside'
      | 'no-notebook'
      | 'not-analysed'
      | 'not-runnable'
      | 'run-in-use'
      | 'no-run'
      | 'core-lost'
      | 'core-failed',
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ExtensionError';
  }
}

/** What needs a trusted workspace was asked for in another. */
export const restricted = () =>
  new ExtensionError(
    'restricted',
    vscode.l10n.t('Notebooks cannot be run in Restricted Mode.'),
    vscode.l10n.t('Trust this workspace to train, inspect and export networks.'),
  );

export interface Explanation extends Partial<Omit<Failure, 'message' | 'exit'>> {
  readonly message: string;
}

/** What an error of whatever origin says to the user. */
export function explain(error: unknown): Explanation {
  if (error instanceof ExtensionError) {
    const { message, code, hint } = error;
    return { message, code, ...(hint !== undefined && { hint }) };
  }
  const data = (error as { readonly data?: unknown } | null)?.data;
  const failed = failure.safeParse(data ?? error);
  if (failed.success) return failed.data;
  const of = (error as { readonly failure?: unknown } | null)?.failure;
  const inner = failure.safeParse(of);
  if (inner.success) return inner.data;
  return { message: error instanceof Error ? error.message : String(error) };
}

export type ErrorAction = readonly [label: string, act: () => unknown];

/** Shows an error with what can be done about it; the log is always one of the actions. */
export async function showError(error: unknown, ...actions: readonly ErrorAction[]): Promise<void> {
  const { message, hint, code } = explain(error);
  const offered: ErrorAction[] = [
    ...actions,
    code === 'restricted'
      ? [
          vscode.l10n.t('Manage Workspace Trust'),
          () => vscode.commands.executeCommand('workbench.trust.manage'),
        ]
      : [vscode.l10n.t('Show Log'), () => vscode.commands.executeCommand(commands.showLog)],
  ];
  const text = hint === undefined ? message : `${message} ${hint}`;
  const chosen = await vscode.window.showErrorMessage(
    withoutLinks(text),
    ...offered.map(([label]) => label),
  );
  await offered.find(([label]) => label === chosen)?.[1]();
}
