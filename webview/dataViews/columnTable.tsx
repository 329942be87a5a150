import type { DataPayload } from '../../src/views/payloads';
import { formatInteger } from '../../src/text/numbers';
import { DataTable, type Column } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';

type Statistics = NonNullable<DataPayload['statistics']>;
type Row = Statistics['inputs'][number] & { readonly isTarget: boolean };

interface ColumnTableProps {
  readonly data: DataPayload;
  readonly statistics: Statistics;
}

/** Mean, deviation, least and greatest number of each column, feature or channel, and of the values to be learned. */
export const ColumnTable = ({ data, statistics }: ColumnTableProps) => {
  const { inputs, targets, of, samples } = statistics;
  const what = unit(data.inputShape ?? []);
  return (
    <Disclosure
      summary={`Statistics of ${what}s`}
      open={data.rows !== undefined && !data.rows.texts}
    >
      {() => (
        <>
          <DataTable
            caption={`Statistics of the training samples, by ${what}`}
            hideCaption
            rows={[
              ...inputs.map((row): Row => ({ ...row, isTarget: false })),
              ...targets.map((row): Row => ({ ...row, isTarget: true })),
            ]}
            rowKey={(_, i) => i}
            columns={[
              {
                title: what,
                cell: ({ name, isTarget }) => (isTarget ? `${name} (target)` : name),
              },
              number('mean', ({ mean }) => mean),
              number('deviation', ({ deviation }) => deviation),
              number('min', ({ minimum }) => minimum),
              number('max', ({ maximum }) => maximum),
            ]}
          />
          {(inputs.length < of || samples !== undefined) && (
            <p class="dnn-muted">
              {inputs.length < of &&
                `The first ${inputs.length} of ${formatInteger(of)} ${what}s. `}
              {samples !== undefined && `Measured over ${formatInteger(samples)} samples.`}
            </p>
          )}
        </>
      )}
    </Disclosure>
  );
};

const number = (title: string, of: (row: Row) => number): Column<Row> => ({
  title,
  numeric: true,
  cell: (row) => formatValue(of(row)),
});

const unit = (inputShape: readonly number[]): string =>
  inputShape.length === 3 ? 'channel' : inputShape.length === 2 ? 'feature' : 'column';
