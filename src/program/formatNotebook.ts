import { formatCell } from '../language/format/format';
import { parseNotebook } from '../notebook/parse';
import { serializeNotebook } from '../notebook/serialize';
import { notebookVocabulary } from './vocabulary';

/** A `.dnn` file with its code cells formatted; all else stays byte for byte. Throws `NotebookError`. */
export function formatNotebook(text: string): string {
  const { cells, metadata } = parseNotebook(text);
  return serializeNotebook({
    metadata,
    cells: cells.map(({ kind, source, metadata }) => ({
      kind,
      metadata,
      source: kind === 'code' ? formatCell(source, notebookVocabulary) : source,
    })),
  });
}
