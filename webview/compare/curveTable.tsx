import * as l10n from '@vscode/l10n';
import type { ComparedTraining } from '../../src/views/comparison';
import { formatDuration, formatInteger } from '../../src/text/numbers';
import type { AlignedSeries } from '../charts/trainingData';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { tableRows, type Axis } from './comparedData';

interface CurveTableProps {
  readonly runs: readonly ComparedTraining[];
  readonly title: string;
  readonly data: AlignedSeries;
  readonly axis: Axis;
  readonly format: (value: number) => string;
}

/** The curves in numbers: some of their points to read, all of them to copy. */
export const CurveTable = ({ runs, title, data, axis, format }: CurveTableProps) => (
  <Disclosure summary={l10n.t('Table')}>
    {() => (
      <DataTable
        caption={title}
        hideCaption
        rows={tableRows(data)}
        whole={() => ({
          titles: [
            axis === 'step' ? l10n.t('step') : l10n.t('seconds'),
            ...runs.map(({ name }) => name),
          ],
          rows: data.x.map((at, k) => [
            at,
            ...data.columns.map((column) => column[k] ?? undefined),
          ]),
        })}
        rowKey={({ at }) => at}
        columns={[
          {
            title: axis === 'step' ? l10n.t('Step') : l10n.t('Time'),
            cell: ({ at }) => (axis === 'step' ? formatInteger(at) : formatDuration(at)),
          },
          ...runs.map(({ name }, i) => ({
            title: name,
            numeric: true,
            cell: ({ values }: { values: readonly (number | null)[] }) => {
              const value = values[i];
              return value == null ? '' : format(value);
            },
          })),
        ]}
      />
    )}
  </Disclosure>
);
