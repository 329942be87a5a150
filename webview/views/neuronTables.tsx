import { neuronColumns, neuronRows } from '../../src/views/neurons';
import type { Inspection } from '../../src/views/payloads';
import { DataTable } from '../ui/dataTable';
import { capitalized, formatValue } from '../ui/format';
import { countedSamples } from './activationTable';

/** How well single neurons of layers tell classes apart. */
export const NeuronTables = ({
  inspection: { neurons = [], counted },
}: {
  readonly inspection: Inspection;
}) => (
  <>
    {neurons.map((layer) => (
      <DataTable
        key={layer.layer}
        caption={`Best neurons of ${layer.layer}${counted ? ` over ${countedSamples(counted)}` : ''}`}
        rows={neuronRows(layer, formatValue)}
        rowKey={([name], i) => name ?? i}
        columns={neuronColumns.map(({ title, align }, i) => ({
          ...{ title: capitalized(title), numeric: align === 'right' },
          cell: (row: readonly string[]) => row[i] ?? '',
        }))}
      />
    ))}
  </>
);
