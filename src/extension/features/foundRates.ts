import * as vscode from 'vscode';
import { rateSearch } from '../../compute/protocol/protocol';
import type { RateSearch } from '../../views/payloads';
import { suggestedRates } from '../../views/rates';
import type { PerformedAction } from '../actionRunner';
import type { Analyses } from '../analyses';
import { actionsOf } from '../analysis/outline';
import { rangeOf } from '../documents';
import { placeOf } from '../notebooks';
import { rateChange } from '../useRate';

/** The rates that `find rate` cells of this window found, offered as code actions at the cell. */
export class FoundRates implements vscode.CodeActionProvider {
  private readonly found = new Map<string, RateSearch>();

  constructor(private readonly analyses: Analyses) {}

  /** Remembers the result of an action, if it is such a search. */
  remember({ notebook, action, result }: PerformedAction): void {
    if (action.result !== 'rate') return;
    this.found.set(key(notebook, action.network), rateSearch.parse(result));
  }

  /** The rate that the last search for a network suggests. */
  suggested(notebook: vscode.NotebookDocument, network: string): number | undefined {
    const search = this.found.get(key(notebook, network));
    return search && suggestedRates(search)[0]?.rate;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const place = placeOf(document);
    if (!place) return [];
    const { notebook, number } = place;
    const outline = await this.analyses.outline(notebook);
    const here = actionsOf(outline).find(
      (action) =>
        action.kind === 'find' &&
        action.cell === number &&
        rangeOf(document, action.location).intersection(range) !== undefined,
    );
    const search = here && this.found.get(key(notebook, here.network));
    if (!search) return [];
    const { network } = search;
    const actions = suggestedRates(search).map(async ({ rate, why }) => {
      const change = await rateChange(this.analyses, notebook, network, rate);
      if (!change) return [];
      const title = vscode.l10n.t('Train {0} with rate {1}: {2}', network, rate, why);
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
      action.edit = change.edit;
      return [action];
    });
    return (await Promise.all(actions)).flat();
  }
}

const key = (notebook: vscode.NotebookDocument, network: string): string =>
  `${notebook.uri.toString()} ${network}`;
