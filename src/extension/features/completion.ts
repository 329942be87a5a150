import * as vscode from 'vscode';
import { complete, type Completion } from '../../language/services/complete';
import { hoverAt, signatureAt } from '../../language/services/hover';
import { offsetOf, rangeOf, textOf } from '../documents';
import { placeOf } from '../notebooks';
import type { Programs } from '../programs';
import { layerMarkdown, sourceAt } from './layers';
import { tablesOf } from './tables';

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

/** Completion, hover and signature help, from the vocabulary and from what the whole notebook defines. */
export class WordHelp
  implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.SignatureHelpProvider
{
  constructor(private readonly programs: Programs) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const place = placeOf(document);
    if (!place) return [];
    const tables = tablesOf(await this.programs.lately(place.notebook), place.notebook);
    const { items, start, end } = complete(textOf(document), offsetOf(document, position), tables);
    const range = rangeOf(document, { cell: place.number, start, end });
    return items.map(({ label, kind, detail, documentation, insertText }, i) => {
      const item = new vscode.CompletionItem(label, kinds[kind]);
      item.detail = detail;
      if (documentation !== undefined) item.documentation = markdown(documentation);
      item.insertText = new vscode.SnippetString(insertText);
      item.range = range;
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
    const program = await this.programs.lately(place.notebook);
    const offset = offsetOf(document, position);
    const hover = hoverAt(textOf(document), offset, tablesOf(program, place.notebook));
    if (hover) {
      const range = rangeOf(document, { cell: place.number, ...hover });
      return new vscode.Hover(markdown(hover.contents), range);
    }
    const source = sourceAt(program, place.number, offset);
    if (source) {
      const range = rangeOf(document, source.location);
      return new vscode.Hover(markdown(source.description), range);
    }
    const range = document.getWordRangeAtPosition(position);
    const layer = range && layerMarkdown(program, place.number, document.getText(range), offset);
    return layer ? new vscode.Hover(markdown(layer), range) : undefined;
  }

  async provideSignatureHelp(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.SignatureHelp | undefined> {
    const place = placeOf(document);
    if (!place) return undefined;
    const tables = tablesOf(await this.programs.lately(place.notebook), place.notebook);
    const found = signatureAt(textOf(document), offsetOf(document, position), tables);
    if (!found) return undefined;
    const signature = new vscode.SignatureInformation(found.label, markdown(found.documentation));
    signature.parameters = found.parameters.map(
      ({ label, documentation }) => new vscode.ParameterInformation(label, markdown(documentation)),
    );
    const help = new vscode.SignatureHelp();
    help.signatures = [signature];
    help.activeSignature = 0;
    help.activeParameter = found.activeParameter;
    return help;
  }
}

const markdown = (text: string) => new vscode.MarkdownString(text);
