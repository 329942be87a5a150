import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { formatBytes, formatCount, formatInteger, formatShape } from '../../src/text/numbers';

/** The layer table: what a network is made of, what it costs, and the sums. */
export function LayerTable({ network }: { readonly network: NetworkPayload }) {
  const { totals, input } = network;
  const rows: readonly LayerRow[] = network.layers;
  return (
    <DataTable
      caption={`Layers of ${network.name}`}
      hideCaption
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { title: 'Layer', cell: ({ id }) => id },
        {
          title: 'Operator',
          wide: true,
          cell: ({ text, activations }) => <code>{[text, ...activations].join(' ')}</code>,
        },
        { title: 'Output', numeric: true, wide: true, cell: ({ shape }) => formatShape(shape) },
        {
          title: 'Parameters',
          numeric: true,
          cell: ({ parameterCount }) => (parameterCount ? formatInteger(parameterCount) : '–'),
        },
        {
          title: 'Multiply-adds',
          numeric: true,
          cell: ({ multiplyAdds }) => (multiplyAdds ? formatCount(multiplyAdds) : '–'),
        },
        { title: 'Memory', numeric: true, cell: ({ memory }) => formatBytes(memory) },
      ]}
      totals={[
        'Total',
        `${input.name} ${formatShape(input.shape)}`,
        '',
        formatInteger(totals.parameterCount),
        formatCount(totals.multiplyAdds),
        formatBytes(totals.memory),
      ]}
    />
  );
}
