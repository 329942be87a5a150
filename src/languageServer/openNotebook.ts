import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from '../language/source';
import { NotebookError } from '../notebook/notebook';
import { checkAgainstData } from '../program/checkAgainstData';
import { findingsOf } from '../program/hints';
import type { FileContext } from '../program/modelFiles';
import { analyzed } from '../services/analyzed';
import type { AnalyzedNotebook } from '../services/notebook';
import { NotebookText } from './notebookText';

/** A file that an editor has open, as it is now. */
export interface OpenNotebook {
  readonly text: NotebookText;
  readonly notebook: AnalyzedNotebook;
  /** What its text is found to say wrong; what the data files say comes with `findingsInData`. */
  readonly findings: readonly Diagnostic[];
}

/** Reads and analyses a file; a `NotebookError` where it is none that can be read. */
export function openNotebook(document: TextDocument): OpenNotebook | NotebookError {
  try {
    const text = new NotebookText(document.getText());
    const { sources } = text;
    const files = filesOf(document.uri);
    const notebook = analyzed({ sources, ...(files && { files }) });
    return { text, notebook, findings: findingsOf(notebook.program, sources) };
  } catch (error) {
    if (error instanceof NotebookError) return error;
    throw error;
  }
}

/** What the data files say; nothing once `signal` has ended the search. */
export async function findingsInData(
  { notebook: { program, files } }: OpenNotebook,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  if (!files) return [];
  try {
    return await checkAgainstData(program, { ...files, seed: 0, signal });
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

/** Files are looked for beside a notebook that is one itself. */
function filesOf(uri: string): FileContext | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return { notebookFolder: dirname(fileURLToPath(uri)), environment: process.env };
  } catch {
    return undefined; // the path of another system
  }
}
