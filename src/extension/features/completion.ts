import * as vscode from 'vscode';
import type { Completion } from '../../language/services/complete';
import type { Analyses } from '../analyses';
import { offsetOf, rangeOf, textOf } from '../documents';
import { placeOf, type Place } from '../notebooks';
import type { TextPosition } from '../../services/hover';

const kinds: Record<Completion['kind'], vscode.CompletionItemKind> = {
  keyword: vscode.CompletionItemKind.Keyword,
  layer: vscode.CompletionItemKind.Function,
  activation: vscode.CompletionItemKind.Operator,
  entry: vscode.CompletionItemKind.Function,
  setting: vscode.CompletionItemKind.Property,
  argument: vscode.CompletionItemKind.Field,
  value: vscode.CompletionItemKind.EnumMember,
  network: vscode.CompletionItemKind.Class,
  data: vscode.CompletionItemKind.Variable,
  block: vscode.CompletionItemKind.Module,
  label: vscode.CompletionItemKind.Reference,
  let: vscode.CompletionItemKind.Constant,
  text: vscode.CompletionItemKind.File,
};

/** What goes on with words that can be chosen from: `kernel: `, `optimizer $1`, a folder. */
const wantsMore = / (?:\$1)?$|\/"$/;

/** Completion, hover and signature help, from the vocabulary and from what the whole notebook defines. */
export class WordHelp
  implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.SignatureHelpProvider
{
  constructor(private readonly analyses: Analyses) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _: vscode.CancellationToken,
    { triggerCharacter }: vscode.CompletionContext,
  ): Promise<vscode.CompletionItem[]> {
    const place = placeOf(document);
    if (!place) return [];
    const found = await this.analyses.askLatest(place.notebook, 'completions', at(place, position));
    if (!found) return [];
    const { items, start, end, expected } = found;
    // Enter would take the first one where a line may end.
    if (triggerCharacter === ' ' && !expected) return [];
    const range = rangeOf(document, { cell: place.number, start, end });
    return items.map(({ label, kind, detail, documentation, insertText }, i) => {
      const item = new vscode.CompletionItem(label, kinds[kind]);
      item.detail = detail;
      if (documentation !== undefined) item.documentation = markdown(documentation);
      item.insertText = new vscode.SnippetString(insertText);
      item.range = range;
      const next = insertText.includes('(')
        ? 'editor.action.triggerParameterHints'
        : wantsMore.test(insertText)
          ? 'editor.action.triggerSuggest'
          : undefined;
      if (next) item.command = { command: next, title: '' };
      item.sortText = String(i).padStart(4, '0');
      return item;
    });
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const place = placeOf(document);
    if (!place) return undefined;
    const word = document.getWordRangeAtPosition(position);
    const found = await this.analyses.askLatest(place.notebook, 'hover', {
      ...at(place, position),
      ...(word && {
        word: { start: offsetOf(document, word.start), end: offsetOf(document, word.end) },
      }),
    });
    if (!found) return undefined;
    const range = rangeOf(document, { cell: place.number, ...found });
    return new vscode.Hover(markdown(found.contents), range);
  }

  async provideSignatureHelp(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.SignatureHelp | undefined> {
    const place = placeOf(document);
    if (!place) return undefined;
    const found = await this.analyses.askLatest(place.notebook, 'signature', at(place, position));
    if (!found) return undefined;
    const signature = new vscode.SignatureInformation(found.label, markdown(found.documentation));
    signature.parameters = found.parameters.map(
      ({ range: [start, end], documentation }) =>
        new vscode.ParameterInformation([start, end], markdown(documentation)),
    );
    const help = new vscode.SignatureHelp();
    help.signatures = [signature];
    help.activeSignature = 0;
    help.activeParameter = found.activeParameter;
    return help;
  }
}

const at = ({ number, cell: { document } }: Place, position: vscode.Position): TextPosition => ({
  cell: number,
  text: textOf(document),
  offset: offsetOf(document, position),
});

const markdown = (text: string) => new vscode.MarkdownString(text);
