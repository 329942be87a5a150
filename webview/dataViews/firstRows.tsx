import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { DataPayload } from '../../src/views/payloads';
import { formatInteger } from '../../src/text/numbers';
import { decodeTensor } from '../featureMaps/tensor';
import { DataTable, type Column } from '../ui/dataTable';
import { formatTick } from '../ui/format';
import { visibleSpaces } from './visibleSpaces';

type Rows = NonNullable<DataPayload['rows']>;

interface FirstRowsProps {
  readonly data: DataPayload;
  readonly rows: Rows;
}

/** The first training samples of a table, under the names of its columns. */
export function FirstRows({ data, rows }: FirstRowsProps) {
  const { inputs, labels, texts, targets } = rows;
  const numbers = useMemo(() => decodeTensor(inputs), [inputs.data]);
  const values = useMemo(() => targets && decodeTensor(targets), [targets?.data]);
  const [count = 0, width = 0] = inputs.shape;
  const [of = width] = data.inputShape ?? [];
  const names = data.statistics?.inputs.map(({ name }) => name) ?? [];
  const name = texts ? visibleSpaces : (label: string) => label;
  const columns: Column<number>[] = [
    { title: l10n.t('sample'), cell: (row) => row },
    ...(texts
      ? [
          {
            title: l10n.t('text'),
            cell: (row: number) => <code>{visibleSpaces(texts[row] ?? '')}</code>,
          },
        ]
      : Array.from({ length: width }, (_, column) =>
          numeric(names[column] ?? String(column + 1), numbers, width, column),
        )),
    ...(values
      ? Array.from({ length: targets?.shape[1] ?? 0 }, (_, column) =>
          numeric(
            l10n.t('{0} (target)', data.target?.names[column] ?? l10n.t('value')),
            values,
            targets?.shape[1] ?? 1,
            column,
          ),
        )
      : []),
    ...(labels ? [{ title: l10n.t('class'), cell: (row: number) => name(labels[row] ?? '') }] : []),
  ];
  return (
    <>
      <DataTable
        caption={l10n.t('The first {0} training samples', count)}
        rows={Array.from({ length: count }, (_, row) => row)}
        rowKey={(row) => row}
        columns={columns}
      />
      {!texts && width < of && (
        <p class="dnn-muted">{l10n.t('The first {0} of {1} columns.', width, formatInteger(of))}</p>
      )}
    </>
  );
}

const numeric = (
  title: string,
  values: Float32Array,
  width: number,
  column: number,
): Column<number> => ({
  title,
  numeric: true,
  cell: (row) => formatTick(values[row * width + column] ?? NaN),
});
