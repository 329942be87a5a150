import * as vscode from 'vscode';
import { tokenModifiers, tokenTypes } from '../../language/services/semanticTokens';
import type { Analyses } from '../analyses';
import { offsetOf, rangeOf } from '../documents';
import { placeOf } from '../notebooks';

export const legend = new vscode.SemanticTokensLegend([...tokenTypes], [...tokenModifiers]);

/** Parts of a cell: what its words are, what can be folded, what a selection grows to, files that can be opened. */
export class Ranges
  implements
    vscode.DocumentSemanticTokensProvider,
    vscode.FoldingRangeProvider,
    vscode.SelectionRangeProvider,
    vscode.DocumentLinkProvider
{
  constructor(private readonly analyses: Analyses) {}

  async provideDocumentSemanticTokens(
    document: vscode.TextDocument,
  ): Promise<vscode.SemanticTokens | undefined> {
    const place = placeOf(document);
    if (!place) return undefined;
    const tokens = await this.analyses.ask(place.notebook, 'semanticTokens', place.number);
    const builder = new vscode.SemanticTokensBuilder(legend);
    for (const { location, type, modifiers } of tokens ?? []) {
      builder.push(rangeOf(document, location), type, [...modifiers]);
    }
    return builder.build();
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const place = placeOf(document);
    if (!place) return [];
    const found = await this.analyses.ask(place.notebook, 'folds', place.number);
    return (found ?? []).map(
      ({ startLine, endLine, kind }) =>
        new vscode.FoldingRange(startLine, endLine, kind && vscode.FoldingRangeKind.Comment),
    );
  }

  async provideSelectionRanges(
    document: vscode.TextDocument,
    positions: readonly vscode.Position[],
  ): Promise<vscode.SelectionRange[]> {
    const place = placeOf(document);
    if (!place) return [];
    const cell = place.number;
    const offsets = positions.map((position) => offsetOf(document, position));
    const found = await this.analyses.ask(place.notebook, 'selections', { cell, offsets });
    return (found ?? []).flatMap((ranges) => {
      const outermost = ranges.reduceRight<vscode.SelectionRange | undefined>(
        (parent, range) => new vscode.SelectionRange(rangeOf(document, { cell, ...range }), parent),
        undefined,
      );
      return outermost ?? [];
    });
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const place = placeOf(document);
    if (!place) return [];
    const found = await this.analyses.ask(place.notebook, 'links', place.number);
    return (found ?? []).map(({ location, path }) => {
      const { cell, start, end } = location;
      // Without the quotes.
      const range = rangeOf(document, { cell, start: start + 1, end: end - 1 });
      return new vscode.DocumentLink(range, vscode.Uri.file(path));
    });
  }
}
