import * as l10n from '@vscode/l10n';
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
  const words = wordsOf(data.inputShape ?? []);
  return (
    <Disclosure summary={words.summary} open={data.rows !== undefined && !data.rows.texts}>
      {() => (
        <>
          <DataTable
            caption={words.caption}
            hideCaption
            rows={[
              ...inputs.map((row): Row => ({ ...row, isTarget: false })),
              ...targets.map((row): Row => ({ ...row, isTarget: true })),
            ]}
            rowKey={(_, i) => i}
            columns={[
              {
                title: words.title,
                cell: ({ name, isTarget }) => (isTarget ? l10n.t('{0} (target)', name) : name),
              },
              number(l10n.t('mean'), ({ mean }) => mean),
              number(l10n.t('deviation'), ({ deviation }) => deviation),
              number(l10n.t('min'), ({ minimum }) => minimum),
              number(l10n.t('max'), ({ maximum }) => maximum),
            ]}
          />
          {(inputs.length < of || samples !== undefined) && (
            <p class="dnn-muted">
              {inputs.length < of && `${words.part(inputs.length, formatInteger(of))} `}
              {samples !== undefined &&
                l10n.t('Measured over {0} samples.', formatInteger(samples))}
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

interface Words {
  readonly title: string;
  readonly summary: string;
  readonly caption: string;
  readonly part: (shown: number, of: string) => string;
}

/** What the numbers of a sample are: channels of an image, features of a sequence, columns of a table. */
function wordsOf({ length }: readonly number[]): Words {
  if (length === 3)
    return {
      title: l10n.t('channel'),
      summary: l10n.t('Statistics of channels'),
      caption: l10n.t('Statistics of the training samples, by channel'),
      part: (shown, of) => l10n.t('The first {0} of {1} channels.', shown, of),
    };
  if (length === 2)
    return {
      title: l10n.t('feature'),
      summary: l10n.t('Statistics of features'),
      caption: l10n.t('Statistics of the training samples, by feature'),
      part: (shown, of) => l10n.t('The first {0} of {1} features.', shown, of),
    };
  return {
    title: l10n.t('column'),
    summary: l10n.t('Statistics of columns'),
    caption: l10n.t('Statistics of the training samples, by column'),
    part: (shown, of) => l10n.t('The first {0} of {1} columns.', shown, of),
  };
}
