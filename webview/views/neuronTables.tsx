import * as l10n from '@vscode/l10n';
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
        caption={
          counted
            ? l10n.t('Best neurons of {0} over {1}', layer.layer, countedSamples(counted))
            : l10n.t('Best neurons of {0}', layer.layer)
        }
        rows={neuronRows(layer, formatValue)}
        rowKey={([name], i) => name ?? i}
        columns={neuronColumns().map(({ title, align }, i) => ({
          ...{ title: capitalized(title), numeric: align === 'right' },
          cell: (row: readonly string[]) => row[i] ?? '',
        }))}
      />
    ))}
  </>
);
