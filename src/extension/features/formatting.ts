import * as vscode from 'vscode';
import type { Analyses } from '../analyses';
import { rangeOf, textOf } from '../documents';
import { placeOf } from '../notebooks';

/** Puts a cell's white space in order: Format Document, Format Selection, Format Notebook and on save. */
export class Formatting
  implements vscode.DocumentFormattingEditProvider, vscode.DocumentRangeFormattingEditProvider
{
  constructor(private readonly analyses: Analyses) {}

  async provideDocumentFormattingEdits(document: vscode.TextDocument): Promise<vscode.TextEdit[]> {
    const place = placeOf(document);
    if (!place) return [];
    const edits = await this.analyses.askLatest(place.notebook, 'formatting', textOf(document));
    return (edits ?? []).map(
      ({ start, end, text }) =>
        new vscode.TextEdit(rangeOf(document, { cell: place.number, start, end }), text),
    );
  }

  async provideDocumentRangeFormattingEdits(
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.TextEdit[]> {
    const edits = await this.provideDocumentFormattingEdits(document);
    return edits.filter((edit) => range.contains(edit.range));
  }
}
