import * as l10n from '@vscode/l10n';
import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { formatBytes, formatCount, formatInteger, formatShape } from '../../src/text/numbers';

/** The layer table: what a network is made of, what it costs, and the sums. */
export function LayerTable({ network }: { readonly network: NetworkPayload }) {
  const { totals, input } = network;
  const rows: readonly LayerRow[] = network.layers;
  return (
    <DataTable
      caption={l10n.t('Layers of {0}', network.name)}
      hideCaption
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { title: l10n.t('Layer'), cell: ({ id }) => id },
        {
          title: l10n.t('Operator'),
          wide: true,
          cell: ({ text, activations }) => <code>{[text, ...activations].join(' ')}</code>,
        },
        {
          title: l10n.t('Output'),
          numeric: true,
          wide: true,
          cell: ({ shape }) => formatShape(shape),
        },
        {
          title: l10n.t('Parameters'),
          numeric: true,
          cell: ({ parameterCount }) => (parameterCount ? formatInteger(parameterCount) : '–'),
        },
        {
          title: l10n.t('Multiply-adds'),
          numeric: true,
          cell: ({ multiplyAdds }) => (multiplyAdds ? formatCount(multiplyAdds) : '–'),
        },
        { title: l10n.t('Memory'), numeric: true, cell: ({ memory }) => formatBytes(memory) },
      ]}
      totals={[
        l10n.t('Total'),
        `${input.name} ${formatShape(input.shape)}`,
        '',
        formatInteger(totals.parameterCount),
        formatCount(totals.multiplyAdds),
        formatBytes(totals.memory),
      ]}
    />
  );
}
