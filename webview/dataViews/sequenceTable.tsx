import * as l10n from '@vscode/l10n';
import { DataTable, type Column } from '../ui/dataTable';
import { formatValue } from '../ui/format';

interface SequenceTableProps {
  readonly samples: readonly Float32Array[];
  readonly features: number;
  readonly stride: number;
  readonly names: readonly string[];
}

/** More columns than these are no longer read; then the range of each step is told. */
const mostColumns = 12;

/** The numbers behind the pictures, step by step. */
export function SequenceTable({ samples, features, stride, names }: SequenceTableProps) {
  const steps = (samples[0]?.length ?? 0) / features;
  const at = (sample: Float32Array, step: number) =>
    sample.subarray(step * features, (step + 1) * features);
  const isWhole = samples.length * features <= mostColumns;
  const columns = samples.flatMap((sample, i): Column<number>[] =>
    isWhole
      ? Array.from({ length: features }, (_, feature) => ({
          title:
            features === 1
              ? l10n.t('sample {0}', i)
              : l10n.t('sample {0}, {1}', i, names[feature] ?? feature + 1),
          numeric: true,
          cell: (step: number) => formatValue(at(sample, step)[feature] ?? NaN),
        }))
      : (['min', 'max'] as const).map((which) => ({
          title: which === 'min' ? l10n.t('sample {0}, min', i) : l10n.t('sample {0}, max', i),
          numeric: true,
          cell: (step: number) => formatValue(Math[which](...at(sample, step))),
        })),
  );
  return (
    <DataTable
      caption={l10n.t('The first training samples, step by step')}
      hideCaption
      rows={Array.from({ length: steps }, (_, step) => step)}
      rowKey={(step) => step}
      columns={[{ title: l10n.t('Step'), cell: (step) => step * stride + 1 }, ...columns]}
    />
  );
}
