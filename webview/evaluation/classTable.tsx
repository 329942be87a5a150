import * as l10n from '@vscode/l10n';
import type { Evaluation } from '../../src/views/evaluation';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';

type Classes = NonNullable<Evaluation['classes']>;

interface ClassTableProps {
  readonly classes: Classes;
  /** What was evaluated: the first words of file names. */
  readonly name: string;
}

const scores = () =>
  [
    [l10n.t('Precision'), 'precision'],
    [l10n.t('Recall'), 'recall'],
    [l10n.t('F1'), 'f1'],
  ] as const;

/** Precision, recall and F1 of each class, in any order. */
export function ClassTable({ classes, name }: ClassTableProps) {
  const { names, perClass, macro } = classes;
  const rows = perClass.map((each, i) => ({ ...each, name: names[i] ?? String(i) }));
  const samples = rows.reduce((sum, { support }) => sum + support, 0);
  return (
    <section aria-label={l10n.t('Classes')}>
      <h3>{l10n.t('Classes')}</h3>
      <DataTable
        caption={l10n.t('Scores by class')}
        hideCaption
        file={[name, l10n.t('classes')]}
        rows={rows}
        rowKey={(row) => row.name}
        totals={[
          l10n.t('macro average'),
          ...scores().map(([, score]) => formatPercent(macro[score], 1)),
          formatInteger(samples),
          formatInteger(samples),
        ]}
        columns={[
          { title: l10n.t('Class'), cell: (row) => row.name, order: (row) => row.name },
          ...scores().map(([title, score]) => ({
            title,
            numeric: true,
            cell: (row: (typeof rows)[number]) => formatPercent(row[score], 1),
            order: (row: (typeof rows)[number]) => row[score],
          })),
          {
            title: l10n.t('Support'),
            numeric: true,
            cell: ({ support }) => formatInteger(support),
            order: ({ support }) => support,
          },
          {
            title: l10n.t('Predicted'),
            numeric: true,
            cell: ({ predicted }) => formatInteger(predicted),
            order: ({ predicted }) => predicted,
          },
        ]}
      />
    </section>
  );
}
