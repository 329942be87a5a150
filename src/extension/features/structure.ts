import * as vscode from 'vscode';
import type { DocumentSymbol } from '../../language/services/symbols';
import type { Location } from '../../language/source';
import type { Analyses } from '../analyses';
import { offsetOf, positionOf, rangeOf } from '../documents';
import { settings } from '../ids';
import { placeOf, type Place } from '../notebooks';

const kinds: Record<DocumentSymbol['kind'], vscode.SymbolKind> = {
  data: vscode.SymbolKind.Variable,
  let: vscode.SymbolKind.Constant,
  block: vscode.SymbolKind.Module,
  network: vscode.SymbolKind.Class,
  action: vscode.SymbolKind.Event,
  input: vscode.SymbolKind.Field,
  layer: vscode.SymbolKind.Method,
  parameter: vscode.SymbolKind.TypeParameter,
};

/** Outline and shape hints: what the notebook's structure tells. */
export class Structure
  implements vscode.DocumentSymbolProvider, vscode.InlayHintsProvider, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  /** A change in one cell may change the shapes in others. */
  readonly onDidChangeInlayHints = this.changed.event;

  constructor(private readonly analyses: Analyses) {
    this.subscription = analyses.onDidChange(() => this.changed.fire());
  }

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const place = placeOf(document);
    if (!place) return [];
    const symbols = await this.analyses.ask(place.notebook, 'symbols', place.number);
    return (symbols ?? []).map((symbol) => toVscode(document, symbol));
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.InlayHint[]> {
    const place = placeOf(document);
    const wanted = vscode.workspace.getConfiguration().get(settings.shapeHints, true);
    if (!place || !wanted) return [];
    const hints = await this.analyses.ask(place.notebook, 'hints', locationOf(place, range));
    return (hints ?? []).map(({ location, label, tooltip }) => {
      const hint = new vscode.InlayHint(positionOf(document, location.end), label);
      hint.paddingLeft = true;
      hint.tooltip = tooltip;
      return hint;
    });
  }

  dispose(): void {
    void this.subscription.dispose();
    this.changed.dispose();
  }
}

const locationOf = (
  { number, cell: { document } }: Place,
  { start, end }: vscode.Range,
): Location => ({
  cell: number,
  start: offsetOf(document, start),
  end: offsetOf(document, end),
});

function toVscode(
  document: vscode.TextDocument,
  { name, kind, location, nameLocation, children }: DocumentSymbol,
): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(
    name,
    '',
    kinds[kind],
    rangeOf(document, location),
    rangeOf(document, nameLocation),
  );
  symbol.children = children.map((child) => toVscode(document, child));
  return symbol;
}
