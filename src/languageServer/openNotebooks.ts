import {
  DiagnosticTag,
  type Connection,
  type Diagnostic as Shown,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from '../language/source';
import { NotebookError } from '../notebook/notebook';
import { severities } from './kinds';
import { findingsInData, openNotebook, type OpenNotebook } from './openNotebook';

const settleMilliseconds = 150;
const source = 'dnn';

/** A notebook with what has been found in it so far. */
interface Known {
  readonly version: number;
  readonly opened: OpenNotebook | NotebookError;
  inData: readonly Diagnostic[];
}

/** The files an editor has open: analysed when asked, and told what is wrong with them when they come to rest. */
export class OpenNotebooks {
  private readonly known = new Map<string, Known>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly searches = new Map<string, AbortController>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
  ) {
    documents.onDidChangeContent(({ document: { uri } }) => {
      clearTimeout(this.timers.get(uri));
      this.timers.set(
        uri,
        setTimeout(() => void this.tell(uri), settleMilliseconds),
      );
    });
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.timers.get(uri));
      this.timers.delete(uri);
      this.searches.get(uri)?.abort();
      this.searches.delete(uri);
      this.known.delete(uri);
      void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  }

  /** The notebook as it is now; undefined where the file is none, or not open. */
  at(uri: string): OpenNotebook | undefined {
    const opened = this.knownAt(uri)?.opened;
    return opened instanceof NotebookError ? undefined : opened;
  }

  /** All that has been found in it. */
  findings(uri: string): readonly Diagnostic[] {
    const known = this.knownAt(uri);
    if (!known || known.opened instanceof NotebookError) return [];
    return [...known.opened.findings, ...known.inData];
  }

  private knownAt(uri: string): Known | undefined {
    const document = this.documents.get(uri);
    if (!document) return undefined;
    const { version } = document;
    const last = this.known.get(uri);
    if (last?.version === version) return last;
    const known: Known = { version, opened: openNotebook(document), inData: [] };
    this.known.set(uri, known);
    return known;
  }

  private async tell(uri: string): Promise<void> {
    try {
      const known = this.knownAt(uri);
      if (!known) return;
      this.send(uri, known);
      if (known.opened instanceof NotebookError) return;
      this.searches.get(uri)?.abort();
      const search = new AbortController();
      this.searches.set(uri, search);
      known.inData = await findingsInData(known.opened, search.signal);
      if (known.inData.length > 0 && this.known.get(uri) === known) this.send(uri, known);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.connection.console.error(`the analysis of ${uri} failed: ${reason}`);
    }
  }

  private send(uri: string, { version, opened, inData }: Known): void {
    const diagnostics =
      opened instanceof NotebookError
        ? [unreadable(opened)]
        : [...opened.findings, ...inData].map((finding) => shown(opened, finding));
    void this.connection.sendDiagnostics({ uri, version, diagnostics });
  }
}

export function shown(
  { text }: Pick<OpenNotebook, 'text'>,
  { severity, code, message, location }: Diagnostic,
): Shown {
  return {
    range: text.rangeOf(location),
    severity: severities[severity],
    ...{ code, message, source },
    ...(code.startsWith('unused-') && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

const unreadable = ({ line, code, reason }: NotebookError): Shown => ({
  range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
  severity: severities.error,
  ...{ code, message: reason, source },
});
