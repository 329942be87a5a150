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
    <section aria-label="Units">
      <h3>Units</h3>
      <p class="dnn-muted">
        Dead units gave zero for every sample, saturated ones were near an end of their range for
        almost all, and redundant ones follow from an earlier unit: |r| &gt; {redundantFrom} between
        their means over each sample.
      </p>
      <DataTable
        caption="Units by layer"
        hideCaption
        rows={units}
        rowKey={({ layer }) => layer}
        columns={[
          { title: 'Layer', cell: ({ layer }) => layer },
          { title: 'Units', numeric: true, cell: (row) => formatInteger(row.units) },
          { title: 'Dead', numeric: true, cell: ({ dead }) => formatInteger(dead) },
          {
            title: 'Saturated',
            numeric: true,
            cell: ({ saturated }) => (saturated === undefined ? '–' : formatInteger(saturated)),
          },
          {
            title: 'Redundant',
            numeric: true,
            cell: ({ redundant }) => (redundant === undefined ? '–' : formatInteger(redundant)),
          },
          {
            title: 'Closest pairs',
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
