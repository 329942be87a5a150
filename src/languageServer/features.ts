import {
  CodeActionKind,
  DocumentHighlightKind,
  InsertTextFormat,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  type CodeAction,
  type CompletionItem,
  type Connection,
  type DocumentSymbol as ShownSymbol,
  type Location as ShownLocation,
  type MarkupContent,
  type Position,
  type TextEdit as ShownEdit,
} from 'vscode-languageserver/node';
import type { DocumentSymbol } from '../language/services/symbols';
import type { TextEdit } from '../language/textEdit';
import { queries } from '../services/queries';
import type { Asking, PlaceInNotebook } from './asking';
import { completionKinds, symbolKinds } from './kinds';
import type { NotebookText } from './notebookText';
import type { OpenNotebook } from './openNotebook';
import { shown, type OpenNotebooks } from './openNotebooks';
import { atPosition, inDocument, inRange, ofReferences, ofRename } from './parameters';

/** Findings of one place whose fixes are looked for. */
const mostFixed = 8;

/** What the client can do with what it is sent. */
export interface ClientAbilities {
  snippets: boolean;
}

/** Answers a client's questions about the files it has open: each is a query of the notebook around a place. */
export function offerFeatures(
  connection: Connection,
  notebooks: OpenNotebooks,
  { inNotebook, atPlace }: Asking,
  client: ClientAbilities,
): void {
  connection.onCompletion(
    atPlace(atPosition, (asked) => {
      const { items, start, end } = queries.completions(asked.notebook, textAt(asked));
      const range = asked.text.rangeOf({ cell: asked.cell, start, end });
      return items.map(({ label, kind, detail, documentation, insertText }, i): CompletionItem => ({
        label,
        kind: completionKinds[kind],
        detail,
        sortText: String(i).padStart(4, '0'),
        ...(documentation !== undefined && { documentation: markdown(documentation) }),
        ...(client.snippets && { insertTextFormat: InsertTextFormat.Snippet }),
        textEdit: {
          range,
          newText: client.snippets ? insertText : withoutPlaceholders(insertText),
        },
      }));
    }),
  );
  connection.onHover(
    atPlace(atPosition, (asked) => {
      const word = wordAt(asked);
      const found = queries.hover(asked.notebook, { ...textAt(asked), ...(word && { word }) });
      if (!found) return null;
      const range = asked.text.rangeOf({ cell: asked.cell, ...found });
      return { contents: markdown(found.contents), range };
    }),
  );
  connection.onSignatureHelp(
    atPlace(atPosition, (asked) => {
      const found = queries.signature(asked.notebook, textAt(asked));
      if (!found) return null;
      const { label, documentation, activeParameter } = found;
      const parameters = found.parameters.map((each) => ({
        label: each.label,
        documentation: markdown(each.documentation),
      }));
      const signature = { label, documentation: markdown(documentation), parameters };
      return { signatures: [signature], activeSignature: 0, activeParameter };
    }),
  );
  connection.onDefinition(
    atPlace(atPosition, ({ notebook, text, ...place }, { textDocument: { uri } }) => {
      const found = queries.definition(notebook, place);
      return found ? { uri, range: text.rangeOf(found) } : null;
    }),
  );
  connection.onReferences(
    atPlace(ofReferences, ({ notebook, text, ...place }, { textDocument: { uri }, context }) =>
      queries
        .references(notebook, { ...place, withDefinition: context.includeDeclaration })
        .map((location): ShownLocation => ({ uri, range: text.rangeOf(location) })),
    ),
  );
  connection.onDocumentHighlight(
    atPlace(atPosition, ({ notebook, text, ...place }) =>
      queries.highlights(notebook, place).map(({ location, isDefinition }) => ({
        range: text.rangeOf(location),
        kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );
  connection.onPrepareRename(
    atPlace(atPosition, ({ notebook, text, ...place }) => {
      const found = orRefused(queries.prepareRename(notebook, place));
      return { range: text.rangeOf(found.location), placeholder: found.name };
    }),
  );
  connection.onRenameRequest(
    atPlace(ofRename, ({ notebook, text, ...place }, { newName: name, textDocument: { uri } }) => {
      const edits = orRefused(queries.rename(notebook, { ...place, name }));
      return { changes: { [uri]: edits.map((edit) => text.editOf(edit)) } };
    }),
  );
  connection.onDocumentSymbol(
    inNotebook(inDocument, ({ notebook, text }) =>
      text.sources.flatMap((_, cell) =>
        queries.symbols(notebook, cell).map((symbol) => symbolIn(text, symbol)),
      ),
    ),
  );
  connection.languages.inlayHint.on(
    inNotebook(inRange, ({ notebook, text }, { range }) =>
      text.locationsIn(range).flatMap((location) =>
        queries.hints(notebook, location).map(({ location: { cell, end }, label, tooltip }) => ({
          position: text.rangeOf({ cell, start: end, end }).end,
          ...{ label, tooltip, paddingLeft: true },
        })),
      ),
    ),
  );
  connection.onDocumentFormatting(
    inNotebook(inDocument, ({ notebook, text }) => formatting(notebook, text)),
  );
  connection.onDocumentRangeFormatting(
    inNotebook(inRange, ({ notebook, text }, { range }) =>
      formatting(notebook, text).filter(
        (edit) =>
          compare(range.start, edit.range.start) <= 0 && compare(edit.range.end, range.end) <= 0,
      ),
    ),
  );
  connection.onCodeAction(
    inNotebook(inRange, async (opened, { range, textDocument: { uri } }) => {
      const { notebook, text } = opened;
      const here = notebooks.findings(uri).filter(({ location }) => {
        const { start, end } = text.rangeOf(location);
        return compare(start, range.end) <= 0 && compare(range.start, end) <= 0;
      });
      const actions = here.slice(0, mostFixed).map(async (diagnostic) => {
        const fixes = await queries.fixes(notebook, diagnostic);
        return fixes.map(({ title, edits }): CodeAction => ({
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [shown(opened, diagnostic)],
          isPreferred: title === diagnostic.fix?.title,
          edit: { changes: { [uri]: edits.map((edit: TextEdit) => text.editOf(edit)) } },
        }));
      });
      return (await Promise.all(actions)).flat();
    }),
  );
}

const textAt = ({ text, cell, offset }: PlaceInNotebook) => ({
  cell,
  offset,
  text: text.sources[cell] ?? '',
});

function wordAt(asked: PlaceInNotebook): { start: number; end: number } | undefined {
  const { text, offset } = textAt(asked);
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const word = { start: offset - before.length, end: offset + after.length };
  return word.end > word.start ? word : undefined;
}

const formatting = (notebook: OpenNotebook['notebook'], text: NotebookText): ShownEdit[] =>
  text.sources.flatMap((source, cell) =>
    queries
      .formatting(notebook, source)
      .map(({ start, end, text: space }) =>
        text.editOf({ location: { cell, start, end }, text: space }),
      ),
  );

const symbolIn = (text: NotebookText, symbol: DocumentSymbol): ShownSymbol => ({
  name: symbol.name,
  kind: symbolKinds[symbol.kind],
  range: text.rangeOf(symbol.location),
  selectionRange: text.rangeOf(symbol.nameLocation),
  children: symbol.children.map((child) => symbolIn(text, child)),
});

/** What was asked for; throws why it is refused. */
function orRefused<T extends object>(answer: T | { readonly refusal: string }): T {
  if ('refusal' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refusal);
  return answer;
}

const markdown = (value: string): MarkupContent => ({ kind: MarkupKind.Markdown, value });

/** `conv(${1:8})$0` as a client shows it that knows no snippets: `conv(8)`. */
const withoutPlaceholders = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, '$1')
    .replace(/\$\d+|\$\{\d+\}/g, '')
    .replace(/\\([$}\\])/g, '$1');

const compare = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;
