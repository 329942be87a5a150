import * as l10n from '@vscode/l10n';
import { csv, csvName } from './csv';

/** Saves a table, whose text is made only then. */
export type SaveTable = (name: string, text: string) => void;

interface SaveCsvProps {
  /** What the table is of, and what it holds. */
  readonly name: readonly string[];
  readonly titles: readonly string[];
  readonly rows: () => readonly (readonly (string | number | undefined)[])[];
  readonly onSave: SaveTable;
}

/** A button that saves a table as a file. */
export const SaveCsv = ({ name, titles, rows, onSave }: SaveCsvProps) => (
  <button
    type="button"
    class="dnn-link dnn-save"
    onClick={() => onSave(csvName(...name), csv(titles, rows()))}
  >
    {l10n.t('Save as CSV …')}
    <span class="dnn-visually-hidden"> {name.at(-1)}</span>
  </button>
);
