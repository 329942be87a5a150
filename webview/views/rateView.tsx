import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { RateSearch } from '../../src/views/payloads';
import { noSuggestion, remarks, subjectOf, suggestedRates } from '../../src/views/rates';
import type { ChartMark } from '../charts/chartMarks';
import { LineChart, type LineSeries } from '../charts/lineChart';
import { roundUp } from '../charts/scale';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { capitalized, formatTick, formatValue } from '../ui/format';
import { formatInteger } from '../../src/text/numbers';
import { Notice } from '../ui/status';

interface RateViewProps {
  readonly found: RateSearch;
  /** Writes a rate into the network's `train`. */
  readonly onUse?: ((rate: number) => void) | undefined;
}

const lines = (): readonly LineSeries[] => [
  {
    label: l10n.t('batch'),
    colour: (theme) => theme.palette[0] ?? theme.accent,
    width: 1,
    faint: true,
  },
  { label: l10n.t('smoothed'), colour: (theme) => theme.palette[0] ?? theme.accent, width: 2 },
];

/** A find cell's output: what is pursued over the rate, and rates to train with. */
export function RateView({ found, onUse }: RateViewProps) {
  const { data, device, optimizer, batch, points, range, measure } = found;
  const { label } = measure;
  const shownLines = useMemo(lines, []);
  const title = l10n.t('Learning rate of {0}', subjectOf(found));
  const suggested = suggestedRates(found);
  const series = useMemo(
    () => ({
      x: points.map(({ rate }) => rate),
      columns: [points.map(({ value }) => value), points.map(({ smoothed }) => smoothed)],
    }),
    [points],
  );
  const top = roundUp(1.25 * Math.max(...points.slice(0, 5).map(({ smoothed }) => smoothed), 0));
  const end = points.at(-1)?.rate ?? range.lowest;
  return (
    <section aria-label={title}>
      <header class="dnn-head">
        <h3>{title}</h3>
        <span class="dnn-muted">
          {l10n.t('on {0} · {1} · batches of {2}', data, device, formatInteger(batch))}
        </span>
        <code class="dnn-muted">{optimizer}</code>
      </header>
      {suggested.length === 0 ? (
        <Notice
          kind="info"
          message={noSuggestion(found)}
          hint={l10n.t('Try other rates with `from`, more `steps` or larger batches.')}
        />
      ) : (
        <ul class="dnn-suggestions" aria-label={l10n.t('Suggested rates')}>
          {suggested.map(({ rate, why }) => (
            <Suggestion key={why} rate={rate} why={why} onUse={onUse} />
          ))}
        </ul>
      )}
      {remarks(found).map((remark) => (
        <Notice key={remark} kind="info" message={remark} />
      ))}
      {points.length > 1 && (
        <LineChart
          title={l10n.t('{0} over learning rate', capitalized(label))}
          description={l10n.t(
            'Chart of the {0} over the learning rate, from {1} to {2}.',
            label,
            formatValue(range.lowest),
            formatValue(end),
          )}
          series={shownLines}
          data={series}
          logarithmic={false}
          logarithmicX
          xRange={[range.lowest, range.highest]}
          yRange={() => [0, top]}
          formatX={(rate) => l10n.t('rate {0}', formatValue(rate))}
          formatY={formatValue}
          formatTick={formatTick}
          marks={marksOf(found)}
        />
      )}
      <Disclosure summary={l10n.t('Table')}>{() => <RateTable found={found} />}</Disclosure>
    </section>
  );
}

interface SuggestionProps {
  readonly rate: number;
  readonly why: string;
  readonly onUse: ((rate: number) => void) | undefined;
}

const Suggestion = ({ rate, why, onUse }: SuggestionProps) => (
  <li>
    <strong>{rate}</strong> <span class="dnn-muted">{why}</span>
    {onUse && (
      <button type="button" class="dnn-button" onClick={() => onUse(rate)}>
        {l10n.t('Use {0}', rate)}
      </button>
    )}
  </li>
);

function marksOf(found: RateSearch): readonly ChartMark[] {
  const { points, diverged } = found;
  const end = points.at(-1)?.rate;
  return [
    ...suggestedRates(found).map(({ rate, why }, i) => ({
      x: rate,
      label: `${rate}: ${why}`,
      strong: i === 0,
    })),
    ...(diverged && end !== undefined
      ? [{ x: end, label: l10n.t('diverges at {0}', formatValue(end)) }]
      : []),
  ];
}

const RateTable = ({ found }: { readonly found: RateSearch }) => (
  <DataTable
    caption={l10n.t('{0} by learning rate', capitalized(found.measure.label))}
    hideCaption
    rows={found.points}
    rowKey={({ rate }) => rate}
    columns={[
      { title: l10n.t('Rate'), numeric: true, cell: ({ rate }) => formatValue(rate) },
      {
        title: capitalized(found.measure.label),
        numeric: true,
        cell: ({ value }) => formatValue(value),
      },
      { title: l10n.t('Smoothed'), numeric: true, cell: ({ smoothed }) => formatValue(smoothed) },
    ]}
  />
);
