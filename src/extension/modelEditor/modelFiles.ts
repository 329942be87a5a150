import * as vscode from 'vscode';
import type { ModelAnswer, ModelArgument, ModelQuery } from '../analysis/modelQueries';
import { AnalysisThread, ModelRefusal } from '../analysis/thread';
import { ExtensionError } from '../failures';

/** Comparing two models of 2 GiB reads all of both. */
const patienceMilliseconds = 120_000;

/** Models' files, read by a thread of their own: a damaged or hostile one takes no notebook with it. */
export class ModelFiles implements vscode.Disposable {
  private readonly thread: AnalysisThread;

  constructor(
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const file = vscode.Uri.joinPath(extensionUri, 'dist', 'analysis.js').fsPath;
    this.thread = new AnalysisThread(file, () => undefined, patienceMilliseconds);
  }

  /** Throws an `ExtensionError`. Data in other files are read in trusted workspaces only. */
  async ask<Q extends ModelQuery>(
    uri: vscode.Uri,
    query: Q,
    argument: ModelArgument<Q>,
  ): Promise<ModelAnswer<Q>> {
    if (uri.scheme !== 'file')
      throw new ExtensionError(
        'not-runnable',
        vscode.l10n.t('Only models in files of this computer can be shown.'),
      );
    const subject = { path: uri.fsPath, others: vscode.workspace.isTrusted };
    try {
      return await this.thread.askModel(subject, query, argument);
    } catch (error) {
      if (error instanceof ModelRefusal) throw new ExtensionError('not-runnable', error.message);
      this.log.error(`${uri.fsPath} could not be read`, String(error));
      throw new ExtensionError(
        'not-analysed',
        vscode.l10n.t('The model could not be read.'),
        vscode.l10n.t('It may be damaged, or too large; see the log for details.'),
        { cause: error },
      );
    }
  }

  dispose(): void {
    this.thread.dispose();
  }
}
