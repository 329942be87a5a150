import * as l10n from '@vscode/l10n';
import type { Inspection } from '../../src/views/payloads';
import { samplesOf } from '../../src/views/splits';
import { DataTable, type Column } from '../ui/dataTable';
import { formatPercent, formatShape } from '../../src/text/numbers';
import { samplesCounted, unitCounts } from '../../src/views/unitCounts';
import { capitalized, formatValue, toNumber } from '../ui/format';

/** Activation statistics layer by layer; a bar shows the share of zeros (sparse codes). */
export const ActivationTable = ({
  inspection: { layers, counted },
}: {
  readonly inspection: Inspection;
}) => (
  <DataTable
    caption={
      counted ? l10n.t('Activations over {0}', countedSamples(counted)) : l10n.t('Activations')
    }
    rows={layers}
    rowKey={({ layer }) => layer}
    columns={[
      { title: l10n.t('Layer'), cell: ({ layer }) => layer },
      {
        title: l10n.t('Shape'),
        numeric: true,
        wide: true,
        cell: ({ shape }) => formatShape(shape),
      },
      {
        title: l10n.t('Mean'),
        numeric: true,
        cell: ({ activation }) => formatValue(activation.mean),
      },
      {
        title: l10n.t('Std. dev.'),
        numeric: true,
        cell: ({ activation }) => formatValue(activation.deviation),
      },
      {
        title: l10n.t('Zero activations'),
        numeric: true,
        cell: ({ activation }) => <Zeros share={toNumber(activation.zeros)} />,
      },
      ...unitColumns(layers),
      // A rule that follows no gradient has none to show.
      ...(layers.some(({ activationGradient }) => activationGradient !== undefined)
        ? [gradientColumn]
        : []),
    ]}
  />
);

/** `all 10,000 test samples` */
export const countedSamples = (counted: NonNullable<Inspection['counted']>): string =>
  samplesOf(counted.split, samplesCounted(counted));

/** Dead and saturated units, where some layer has a number of them. */
const unitColumns = (layers: Inspection['layers']): Column<Inspection['layers'][number]>[] =>
  unitCounts(layers).map(({ title, text }) => ({
    title: capitalized(title),
    numeric: true,
    cell: ({ activation }) => text(activation),
  }));

const gradientColumn: Column<Inspection['layers'][number]> = {
  title: '‖∂E/∂a‖₂',
  numeric: true,
  cell: ({ activationGradient: gradient }) => (gradient === undefined ? '' : formatValue(gradient)),
};

const Zeros = ({ share }: { readonly share: number }) => (
  <span class="dnn-zeros">
    <span class="dnn-bar-track" aria-hidden="true">
      <span class="dnn-bar-fill" style={{ width: `${100 * Math.min(1, share || 0)}%` }} />
    </span>
    <span class="dnn-share">{Number.isFinite(share) ? formatPercent(share, 0) : '–'}</span>
  </span>
);
