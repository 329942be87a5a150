import { useMemo, useState } from 'preact/hooks';
import * as l10n from '@vscode/l10n';
import type { WeightHistory } from '../../src/views/history';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { GridCanvas } from './gridCanvas';
import { paint } from './paint';

interface WeightHistoryViewProps {
  /** `C1.weight` */
  readonly name: string;
  readonly steps: readonly number[];
  readonly parameter: WeightHistory['parameters'][number];
  /** The step in view. */
  readonly step: number | undefined;
}

/** How the values of a parameter were spread at the steps that are kept: a column for each step, a row for each bin. */
export function WeightHistoryView({ name, steps, parameter, step }: WeightHistoryViewProps) {
  const { from, to, steps: told } = parameter;
  const bins = told[0]?.counts.length ?? 0;
  const [readout, setReadout] = useState('');
  const pixels = useMemo(() => {
    const shares = new Float32Array(told.length * bins).fill(NaN);
    told.forEach(({ counts }, x) => {
      const most = Math.max(1, ...counts);
      // The greatest values are at the top. Square roots: the few far out are seen beside the many.
      counts.forEach((count, bin) => {
        if (count > 0) shares[(bins - 1 - bin) * told.length + x] = Math.sqrt(count / most);
      });
    });
    return paint(shares, { map: 'sequential', low: 0, high: 1 });
  }, [parameter]);
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last || told.length < 2 || !(from < to)) return null;
  const edge = (bin: number) => formatValue(from + ((to - from) * bin) / bins);
  const describe = ({ x, y }: { x: number; y: number }): string => {
    const bin = bins - 1 - y;
    const counts = told[x]?.counts ?? [];
    const count = counts[bin] ?? 0;
    const all = counts.reduce((sum, each) => sum + each, 0);
    return l10n.t(
      'step {0}, {1} to {2}: {3} values, {4}',
      ...[formatInteger(steps[x] ?? 0), edge(bin), edge(bin + 1), formatInteger(count)],
      formatPercent(count / Math.max(1, all), 1),
    );
  };
  const at = step === undefined ? -1 : steps.indexOf(step);
  return (
    <figure class="dnn-weight-history">
      <p class="dnn-map-readout">{readout}</p>
      <div class="dnn-weight-history-map">
        <GridCanvas
          label={l10n.t(
            'Values of {0} over the training: at step {1} mean {2}, deviation {3}; at step {4} mean {5}, deviation {6}',
            ...[name, formatInteger(steps[0] ?? 0)],
            ...[formatValue(Number(first.mean)), formatValue(Number(first.deviation))],
            formatInteger(steps.at(-1) ?? 0),
            ...[formatValue(Number(last.mean)), formatValue(Number(last.deviation))],
          )}
          width={told.length}
          height={bins}
          pixels={pixels}
          start={{ x: Math.max(0, at), y: Math.floor(bins / 2) }}
          describe={describe}
          onReadout={setReadout}
        />
        {at >= 0 && (
          <span
            class="dnn-weight-history-step"
            style={{ left: `${(100 * (at + 0.5)) / told.length}%` }}
          />
        )}
        <span class="dnn-weight-history-scale dnn-muted" aria-hidden="true">
          <span>{formatValue(to)}</span>
          <span>{formatValue(from)}</span>
        </span>
      </div>
      <figcaption class="dnn-muted">
        <span>{l10n.t('step {0}', formatInteger(steps[0] ?? 0))}</span>
        <span>{l10n.t('{0} over the training', name)}</span>
        <span>{l10n.t('step {0}', formatInteger(steps.at(-1) ?? 0))}</span>
      </figcaption>
      <Disclosure summary={l10n.t('Table')}>
        {() => (
          <DataTable
            caption={l10n.t('{0} over the training', name)}
            hideCaption
            rows={told.map((each, i) => ({ ...each, step: steps[i] ?? 0 }))}
            rowKey={(each) => each.step}
            columns={[
              { title: l10n.t('Step'), cell: (each) => formatInteger(each.step) },
              { title: l10n.t('Min'), numeric: true, cell: ({ min }) => formatValue(Number(min)) },
              { title: l10n.t('Max'), numeric: true, cell: ({ max }) => formatValue(Number(max)) },
              {
                title: l10n.t('Mean'),
                numeric: true,
                cell: ({ mean }) => formatValue(Number(mean)),
              },
              {
                title: l10n.t('Deviation'),
                numeric: true,
                cell: ({ deviation }) => formatValue(Number(deviation)),
              },
            ]}
          />
        )}
      </Disclosure>
    </figure>
  );
}
