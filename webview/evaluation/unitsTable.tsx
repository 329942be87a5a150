import * as l10n from '@vscode/l10n';
import type { Evaluation } from '../../src/views/evaluation';
import { formatInteger } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { formatValue } from '../ui/format';

type Units = Evaluation['units'];

interface UnitsTableProps {
  readonly units: Units;
  readonly redundantFrom: number;
}

/** Units that do nothing for the network over the whole split, layer by layer. */
export function UnitsTable({ units, redundantFrom }: UnitsTableProps) {
  return (
    <section aria-label={l10n.t('Units')}>
      <h3>{l10n.t('Units')}</h3>
      <p class="dnn-muted">
        {l10n.t(
          'Dead units gave zero for every sample, saturated ones were near an end of their range for almost all, and redundant ones follow from an earlier unit: |r| > {0} between their means over each sample.',
          redundantFrom,
        )}
      </p>
      <DataTable
        caption={l10n.t('Units by layer')}
        hideCaption
        rows={units}
        rowKey={({ layer }) => layer}
        columns={[
          { title: l10n.t('Layer'), cell: ({ layer }) => layer },
          { title: l10n.t('Units'), numeric: true, cell: (row) => formatInteger(row.units) },
          { title: l10n.t('Dead'), numeric: true, cell: ({ dead }) => formatInteger(dead) },
          {
            title: l10n.t('Saturated'),
            numeric: true,
            cell: ({ saturated }) => (saturated === undefined ? '–' : formatInteger(saturated)),
          },
          {
            title: l10n.t('Redundant'),
            numeric: true,
            cell: ({ redundant }) => (redundant === undefined ? '–' : formatInteger(redundant)),
          },
          {
            title: l10n.t('Closest pairs'),
            wide: true,
            cell: ({ pairs = [] }) =>
              pairs
                .slice(0, 3)
                .map(
                  ({ units: [a, b], correlation }) =>
                    `${a} ~ ${b} (r ${formatValue(correlation, 4)})`,
                )
                .join(', '),
          },
        ]}
      />
    </section>
  );
}
