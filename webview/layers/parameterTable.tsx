import * as l10n from '@vscode/l10n';
import type { Measure } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { capitalized } from '../ui/format';
import type { MeasuredLayer } from './layerData';
import { magnitude } from './layerRows';
import { byParameter, type ShownOf } from './shownOf';

interface ParameterTableProps {
  readonly rows: readonly Pick<MeasuredLayer, 'layer' | 'parameters' | 'activation'>[];
  readonly measure: Pick<Measure, 'label' | 'symbol'>;
  readonly of: ShownOf | undefined;
}

/** The numbers behind the bars, parameter by parameter. */
export const ParameterTable = ({
  rows,
  measure: { label, symbol = label },
  of,
}: ParameterTableProps) => (
  <DataTable
    caption={byParameter(capitalized(label), of)}
    hideCaption
    rows={rows.flatMap(({ layer, parameters }) =>
      parameters.map((parameter) => ({ layer, ...parameter })),
    )}
    rowKey={({ layer, name }) => `${layer}.${name}`}
    columns={[
      { title: l10n.t('Parameter'), cell: ({ layer, name }) => `${layer}.${name}` },
      { title: symbol, numeric: true, cell: ({ value }) => magnitude(value) },
    ]}
  />
);
