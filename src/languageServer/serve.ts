import {
  CodeActionKind,
  createConnection,
  TextDocuments,
  TextDocumentSyncKind,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Asking } from './asking';
import { offerFeatures } from './features';
import { limitedInput } from './limitedInput';
import { legend, offerRanges } from './ranges';
import { OpenNotebooks } from './openNotebooks';

/** What the server can do. */
const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: [':', '(', ',', '"', '/', '.'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  inlayHintProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  semanticTokensProvider: { legend, full: true },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
};

/**
 * Serves `.dnn` files to an editor, in the Language Server Protocol, until it says `exit` or closes the input. `failed` is
 * told when the input is none of the protocol; nothing is read after that.
 */
export function serve(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  version: string,
  failed: (error: Error) => void,
): void {
  const limited = limitedInput().on('error', failed);
  const connection = createConnection(input.pipe(limited), output);
  const documents = new TextDocuments(TextDocument);
  const client = { snippets: false };
  connection.onInitialize(({ capabilities: { textDocument } }): InitializeResult => {
    client.snippets = textDocument?.completion?.completionItem?.snippetSupport ?? false;
    return { capabilities, serverInfo: { name: 'dnn', version } };
  });
  const notebooks = new OpenNotebooks(connection, documents);
  const asking = new Asking(notebooks);
  offerFeatures(connection, notebooks, asking, client);
  offerRanges(connection, asking);
  documents.listen(connection);
  connection.listen();
}
