import { scoreColumns } from '../../src/views/training';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { capitalized, formatMeasure } from '../ui/format';

/** The curves in numbers, epoch by epoch. */
export const EpochTable = ({ snapshot }: { readonly snapshot: TrainingSnapshot }) => (
  <DataTable
    caption="Scores by epoch"
    hideCaption
    rows={snapshot.epochScores}
    rowKey={({ epoch }) => epoch}
    columns={[
      { title: 'Epoch', cell: ({ epoch }) => epoch },
      ...scoreColumns(snapshot).map(({ split, measure }) => ({
        title: `${capitalized(split)} ${measure.label}`,
        numeric: true,
        cell: (scores: TrainingSnapshot['epochScores'][number]) =>
          formatMeasure(measure, scores[split]?.[measure.name]),
      })),
    ]}
  />
);
