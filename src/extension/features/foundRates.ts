import * as vscode from 'vscode';
import type { FindAction } from '../../program/program';
import type { RateSearch } from '../../views/payloads';
import { rangeOf } from '../documents';
import { placeOf } from '../notebooks';
import type { Programs } from '../programs';
import { rateChange } from '../useRate';

/** The rates that `find rate` cells of this window found, offered as code actions at the cell. */
export class FoundRates implements vscode.CodeActionProvider {
  private readonly found = new Map<string, RateSearch>();

  constructor(private readonly programs: Programs) {}

  remember(notebook: vscode.NotebookDocument, search: RateSearch): void {
    this.found.set(key(notebook, search.network), search);
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const place = placeOf(document);
    if (!place) return [];
    const { notebook, number } = place;
    const program = await this.programs.of(notebook);
    const here = program.actions.find(
      (action): action is FindAction =>
        action.kind === 'find' &&
        action.cell === number &&
        rangeOf(document, action.location).intersection(range) !== undefined,
    );
    const search = here && this.found.get(key(notebook, here.network.name));
    if (!search) return [];
    const { network, steepest, tenthOfMinimum } = search;
    const offers = [
      [steepest, vscode.l10n.t('where the loss falls fastest')],
      [tenthOfMinimum, vscode.l10n.t('a tenth of where it is lowest')],
    ] as const;
    return offers.flatMap(([rate, why]) => {
      const change = rate === undefined ? undefined : rateChange(notebook, program, network, rate);
      if (rate === undefined || !change) return [];
      const title = vscode.l10n.t('Train {0} with rate {1}: {2}', network, rate, why);
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
      action.edit = change.edit;
      return [action];
    });
  }
}

const key = (notebook: vscode.NotebookDocument, network: string): string =>
  `${notebook.uri.toString()} ${network}`;
