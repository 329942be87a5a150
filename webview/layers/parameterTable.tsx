import type { Measure } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { capitalized } from '../ui/format';
import type { MeasuredLayer } from './layerData';
import { magnitude } from './layerRows';

interface ParameterTableProps {
  readonly rows: readonly Pick<MeasuredLayer, 'layer' | 'parameters' | 'activation'>[];
  readonly measure: Pick<Measure, 'label' | 'symbol'>;
  readonly of: string;
}

/** The numbers behind the bars, parameter by parameter. */
export const ParameterTable = ({
  rows,
  measure: { label, symbol = label },
  of,
}: ParameterTableProps) => (
  <DataTable
    caption={`${capitalized(label)} ${of}, by parameter`}
    hideCaption
    rows={rows.flatMap(({ layer, parameters }) =>
      parameters.map((parameter) => ({ layer, ...parameter })),
    )}
    rowKey={({ layer, name }) => `${layer}.${name}`}
    columns={[
      { title: 'Parameter', cell: ({ layer, name }) => `${layer}.${name}` },
      { title: symbol, numeric: true, cell: ({ value }) => magnitude(value) },
    ]}
  />
);
