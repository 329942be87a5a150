import * as l10n from '@vscode/l10n';
import type { ModelDescription } from '../../src/views/model';
import { formatShape } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';

/** All that the file says of itself. */
export function Properties({ model }: { readonly model: ModelDescription }) {
  const { documentation, metadata, inputs, outputs, opsets } = model;
  const ports = [
    ...inputs.map((port) => ({ ...port, way: l10n.t('in') })),
    ...outputs.map((port) => ({ ...port, way: l10n.t('out') })),
  ];
  return (
    <section aria-label={l10n.t('Properties')} class="dnn-properties">
      {documentation && <p class="dnn-documentation">{documentation}</p>}
      <DataTable
        caption={l10n.t('Inputs and outputs')}
        rows={ports}
        rowKey={(_, index) => index}
        columns={[
          { title: l10n.t('Name'), cell: ({ name }) => name },
          { title: l10n.t('Direction'), cell: ({ way }) => way },
          { title: l10n.t('Type'), cell: ({ type }) => type ?? '–' },
          {
            title: l10n.t('Shape'),
            numeric: true,
            cell: ({ shape }) => (shape ? formatShape(shape) : '–'),
          },
        ]}
      />
      <DataTable
        caption={l10n.t('Operator sets')}
        rows={opsets}
        rowKey={(_, index) => index}
        columns={[
          { title: l10n.t('Domain'), cell: ({ domain }) => domain || 'ai.onnx' },
          { title: l10n.t('Version'), numeric: true, cell: ({ version }) => version },
        ]}
      />
      {metadata.length > 0 && (
        <DataTable
          caption={l10n.t('Metadata')}
          rows={metadata}
          rowKey={(_, index) => index}
          columns={[
            { title: l10n.t('Key'), cell: ({ key }) => key },
            {
              title: l10n.t('Value'),
              cell: ({ value }) => <span class="dnn-value">{value}</span>,
            },
          ]}
        />
      )}
    </section>
  );
}
