import type { TrainingSnapshot } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { formatPercent, formatValue } from '../ui/format';

const percent = (value: number | undefined): string =>
  value === undefined ? '–' : formatPercent(value);
const value = (loss: number | undefined): string => (loss === undefined ? '–' : formatValue(loss));

/** The curves in numbers, epoch by epoch. */
export const EpochTable = ({ snapshot }: { readonly snapshot: TrainingSnapshot }) => (
  <DataTable
    caption="Scores by epoch"
    hideCaption
    rows={snapshot.epochScores}
    rowKey={({ epoch }) => epoch}
    columns={[
      { title: 'Epoch', cell: ({ epoch }) => epoch },
      { title: 'Train loss', numeric: true, cell: ({ train }) => value(train.loss) },
      { title: 'Train accuracy', numeric: true, cell: ({ train }) => percent(train.accuracy) },
      {
        title: 'Validation loss',
        numeric: true,
        cell: ({ validation }) => value(validation?.loss),
      },
      {
        title: 'Validation accuracy',
        numeric: true,
        cell: ({ validation }) => percent(validation?.accuracy),
      },
    ]}
  />
);
