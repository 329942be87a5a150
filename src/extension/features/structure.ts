import * as vscode from 'vscode';
import { definitionOf, symbolsOf, type DocumentSymbol } from '../../language/services/symbols';
import { inlayHints } from '../../program/inlayHints';
import { offsetOf, positionOf, rangeOf } from '../documents';
import { settings } from '../ids';
import { codeCells, placeOf } from '../notebooks';
import type { Programs } from '../programs';

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

/** Outline, go to definition and shape hints: what the notebook's structure tells. */
export class Structure
  implements
    vscode.DocumentSymbolProvider,
    vscode.DefinitionProvider,
    vscode.InlayHintsProvider,
    vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  /** A change in one cell may change the shapes in others. */
  readonly onDidChangeInlayHints = this.changed.event;

  constructor(private readonly programs: Programs) {
    this.subscription = programs.onDidChange(() => this.changed.fire());
  }

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const place = placeOf(document);
    if (!place) return [];
    const statements = (await this.programs.of(place.notebook)).cells[place.number] ?? [];
    return symbolsOf(statements).map((symbol) => toVscode(document, symbol));
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    const place = placeOf(document);
    const word = document.getWordRangeAtPosition(position);
    if (!place || !word) return undefined;
    const [start, end] = [offsetOf(document, word.start), offsetOf(document, word.end)];
    const symbols = symbolsOf((await this.programs.of(place.notebook)).cells.flat());
    const found = definitionOf(document.getText(word), { cell: place.number, start, end }, symbols);
    const target = found && codeCells(place.notebook)[found.cell]?.document;
    return target && new vscode.Location(target.uri, rangeOf(target, found));
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.InlayHint[]> {
    const place = placeOf(document);
    const wanted = vscode.workspace.getConfiguration().get(settings.shapeHints, true);
    if (!place || !wanted) return [];
    return inlayHints(await this.programs.of(place.notebook), place.number).flatMap((hint) => {
      const position = positionOf(document, hint.location.end);
      if (!range.contains(position)) return [];
      const inlay = new vscode.InlayHint(position, hint.label);
      inlay.paddingLeft = true;
      inlay.tooltip = hint.tooltip;
      return [inlay];
    });
  }

  dispose(): void {
    void this.subscription.dispose();
    this.changed.dispose();
  }
}

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
