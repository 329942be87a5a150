import * as vscode from 'vscode';
import { NotebookError, type WritableNotebook } from '../notebook/notebook';
import { decodeNotebook, parseNotebook } from '../notebook/parse';
import { serializeNotebook } from '../notebook/serialize';
import { notebookType } from './ids';

const cellKinds = {
  code: vscode.NotebookCellKind.Code,
  markdown: vscode.NotebookCellKind.Markup,
} as const;

/**
 * `.dnn` text ↔ notebook. Outputs never reach the file, and the metadata carries what the cells' text does not, so an
 * unchanged notebook is saved byte for byte as it was.
 */
export class Serializer implements vscode.NotebookSerializer {
  static register(): vscode.Disposable {
    return vscode.workspace.registerNotebookSerializer(notebookType, new Serializer(), {
      transientOutputs: true,
      transientCellMetadata: {},
    });
  }

  /**
   * Throws for an unreadable file, which VS Code shows instead of an empty notebook. A file without a single byte is a
   * new one: so VS Code makes untitled notebooks, and its explorer files.
   */
  deserializeNotebook(bytes: Uint8Array): vscode.NotebookData {
    if (bytes.length === 0) return new vscode.NotebookData([]);
    try {
      return notebookData(decodeNotebook(bytes));
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      throw new Error(vscode.l10n.t('Not a readable DNN notebook: {0}', error.message), {
        cause: error,
      });
    }
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    const cells = data.cells.map(({ kind, value, metadata }) => ({
      kind,
      source: value,
      metadata,
    }));
    return new TextEncoder().encode(write(cells, data.metadata));
  }
}

/** The notebook as it stands in the editor, saved or not, as `.dnn` text. */
export function notebookText(notebook: vscode.NotebookDocument): string {
  const cells = notebook
    .getCells()
    .map(({ kind, document, metadata }) => ({ kind, source: document.getText(), metadata }));
  return write(cells, notebook.metadata);
}

/** The cells of `.dnn` text. */
export function notebookData(text: string): vscode.NotebookData {
  const { cells, metadata } = parseNotebook(text);
  const data = new vscode.NotebookData(
    cells.map((cell) => {
      const { kind, source, language } = cell;
      const cellData = new vscode.NotebookCellData(cellKinds[kind], source, language);
      cellData.metadata = { ...cell.metadata };
      return cellData;
    }),
  );
  data.metadata = { ...metadata };
  return data;
}

function write(
  cells: readonly {
    readonly kind: vscode.NotebookCellKind;
    readonly source: string;
    readonly metadata?: unknown;
  }[],
  metadata: unknown,
): string {
  const writable: WritableNotebook['cells'] = cells.map(({ kind, source, metadata }) => ({
    kind: kind === vscode.NotebookCellKind.Code ? 'code' : 'markdown',
    source,
    metadata,
  }));
  return serializeNotebook({ cells: writable, metadata });
}
