import * as l10n from '@vscode/l10n';
import { phaseAt } from '../../src/views/phases';
import { scoreColumns } from '../../src/views/training';
import type { Measure, TrainingSnapshot } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { formatMeasure } from '../ui/format';

type Row = TrainingSnapshot['epochScores'][number];

/** Of the training samples it is what the batches of the epoch came to, while they changed the parameters. */
function titleOf(split: 'train' | 'validation', { label, fold }: Measure): string {
  if (split === 'validation') return l10n.t('Validation {0}', label);
  return fold === 'sum'
    ? l10n.t('Train {0}, epoch sum', label)
    : l10n.t('Train {0}, epoch mean', label);
}

/** The curves in numbers, epoch by epoch. */
export const EpochTable = ({ snapshot }: { readonly snapshot: TrainingSnapshot }) => (
  <DataTable
    caption={l10n.t('Scores by epoch')}
    hideCaption
    rows={snapshot.epochScores}
    rowKey={({ epoch }) => epoch}
    columns={[
      { title: l10n.t('Epoch'), cell: ({ epoch }) => epoch },
      ...(snapshot.phases.length > 1
        ? [{ title: l10n.t('Phase'), cell: ({ step }: Row) => phaseAt(snapshot, step) }]
        : []),
      ...scoreColumns(snapshot).map(({ split, measure }) => ({
        title: titleOf(split, measure),
        numeric: true,
        cell: (scores: Row) => formatMeasure(measure, scores[split]?.[measure.name]),
      })),
    ]}
  />
);
