import { phaseAt } from '../../src/views/phases';
import { scoreColumns } from '../../src/views/training';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { capitalized, formatMeasure } from '../ui/format';

type Row = TrainingSnapshot['epochScores'][number];

/** The curves in numbers, epoch by epoch. */
export const EpochTable = ({ snapshot }: { readonly snapshot: TrainingSnapshot }) => (
  <DataTable
    caption="Scores by epoch"
    hideCaption
    rows={snapshot.epochScores}
    rowKey={({ epoch }) => epoch}
    columns={[
      { title: 'Epoch', cell: ({ epoch }) => epoch },
      ...(snapshot.phases.length > 1
        ? [{ title: 'Phase', cell: ({ step }: Row) => phaseAt(snapshot, step) }]
        : []),
      ...scoreColumns(snapshot).map(({ split, measure }) => ({
        // Of the training samples it is what the batches of the epoch came to, while they changed the parameters.
        title: `${capitalized(split)} ${measure.label}${split === 'train' ? `, epoch ${measure.fold}` : ''}`,
        numeric: true,
        cell: (scores: Row) => formatMeasure(measure, scores[split]?.[measure.name]),
      })),
    ]}
  />
);
