import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ModelRun, PixelScale } from '../../compute/protocol/protocol';
import type { Core } from '../core';
import { ExtensionError } from '../failures';
import { withPatience } from '../progress';

/** What travels to the core as base64. */
const mostBytes = 24 * 2 ** 20;

/** Models that run on pictures, by the core. */
export class PictureRuns {
  private readonly last = new Map<string, vscode.Uri>();

  constructor(private readonly core: Core) {}

  lastOf(model: vscode.Uri): vscode.Uri | undefined {
    return this.last.get(model.toString());
  }

  /** Throws an `ExtensionError`, in Restricted Mode as well, or a `CoreError`. */
  async run(model: vscode.Uri, picture: vscode.Uri, pixels?: PixelScale): Promise<ModelRun> {
    const name = basename(picture.path);
    const { size } = await vscode.workspace.fs.stat(picture);
    if (size > mostBytes)
      throw new ExtensionError('not-runnable', vscode.l10n.t('{0} is larger than 24 MiB.', name));
    const bytes = Buffer.from(await vscode.workspace.fs.readFile(picture)).toString('base64');
    this.last.set(model.toString(), picture);
    return withPatience(
      vscode.l10n.t('Running {0}…', basename(model.path)),
      this.core.request('runModel', {
        file: model.fsPath,
        picture: { name, bytes },
        ...(pixels && { pixels }),
      }),
    );
  }
}
