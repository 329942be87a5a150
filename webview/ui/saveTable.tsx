import * as l10n from '@vscode/l10n';
import { csv, csvName, type SavedTable } from './csv';
import { IconButton } from './iconButton';
import { useSaver } from './saving';

interface SaveTableProps {
  /** What the table is of, and what it holds. */
  readonly name: readonly string[];
  /** Made only when it is saved. */
  readonly table: () => SavedTable;
}

/** Buttons that save a table as a file and copy it; absent where nothing can be saved. */
export function SaveTable({ name, table }: SaveTableProps) {
  const saver = useSaver();
  if (!saver) return null;
  const what = name.at(-1) ?? '';
  return (
    <span class="dnn-save">
      <IconButton
        icon="save"
        label={l10n.t('Save as CSV … {0}', what)}
        onClick={() => saver.save(csvName(...name), csv(table()))}
      >
        CSV
      </IconButton>
      <IconButton
        icon="copy"
        label={l10n.t('Copy as CSV: {0}', what)}
        onClick={() => saver.copy(csv(table()))}
      />
    </span>
  );
}
