import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import type { Measure } from '../../src/views/payloads';
import { capitalized, formatCount, formatValue } from '../ui/format';
import { Segmented } from '../ui/segmented';
import type { GradientChartData, GradientRow } from './gradientData';
import { GradientLines } from './gradientLines';
import { HeatStrip } from './heatStrip';
import { logScale, powerOfTen, type LogScale } from './scale';

interface GradientChartProps {
  readonly data: GradientChartData;
  readonly measure: Pick<Measure, 'label' | 'symbol'>;
  /** What the magnitudes are of: `of the last step`, `of test sample 7`. */
  readonly of: string;
}

/**
 * Gradient magnitudes, one row a layer with parameters: a bar on a logarithmic scale and, where there is a history, the
 * magnitude over training.
 */
export function GradientChart({ data, measure, of }: GradientChartProps) {
  const [view, setView] = useState<'strips' | 'lines'>('strips');
  const [pointed, setPointed] = useState<{ row: GradientRow; index: number } | null>(null);
  const hasHistory = data.steps.length > 1;
  const scale = useMemo(
    () => logScale(data.rows.flatMap((row) => [row.value, ...row.history])),
    [data],
  );
  const readout =
    pointed && data.steps[pointed.index] !== undefined
      ? `${pointed.row.layer} · step ${formatCount(data.steps[pointed.index] ?? 0)} · ` +
        formatValue(pointed.row.history[pointed.index] ?? NaN)
      : '';
  return (
    <figure class="dnn-gradients">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{capitalized(measure.label)}</span>
        <span class="dnn-muted">
          {measure.symbol} {of}, by layer
        </span>
        <span class="dnn-chart-position">{readout}</span>
        {hasHistory && (
          <Segmented
            label="Show the history as"
            value={view}
            onChange={setView}
            options={[
              { value: 'strips', text: 'Strips' },
              { value: 'lines', text: 'Lines' },
            ]}
          />
        )}
      </figcaption>
      <ol
        class={
          hasHistory && view === 'strips'
            ? 'dnn-gradient-rows dnn-with-history'
            : 'dnn-gradient-rows'
        }
      >
        {data.rows.map((row) => (
          <li key={row.layer} class="dnn-gradient-row">
            <span class="dnn-gradient-layer">{row.layer}</span>
            <GradientBar row={row} scale={scale} label={measure.label} />
            <span class="dnn-gradient-value">{magnitude(row.value)}</span>
            {hasHistory && view === 'strips' && (
              <HeatStrip
                values={row.history}
                scale={scale}
                onPoint={(index) => setPointed(index === null ? null : { row, index })}
              />
            )}
          </li>
        ))}
        <li class="dnn-gradient-row dnn-gradient-axis" aria-hidden="true">
          <span />
          <Axis scale={scale} />
          <span />
          {hasHistory && view === 'strips' && <StepsLegend steps={data.steps} />}
        </li>
      </ol>
      {hasHistory && view === 'lines' && (
        <GradientLines data={data} scale={scale} label={measure.label} />
      )}
      <Disclosure summary="Table">
        {() => <GradientTable rows={data.rows} measure={measure} of={of} />}
      </Disclosure>
    </figure>
  );
}

const magnitude = (value: number | null): string => (value === null ? '–' : formatValue(value));

interface GradientBarProps {
  readonly row: GradientRow;
  readonly scale: LogScale;
  readonly label: string;
}

function GradientBar({ row, scale, label }: GradientBarProps) {
  const value = row.value ?? 0;
  const broken = !Number.isFinite(value);
  return (
    <div
      class="dnn-gradient-bar"
      data-layer={row.layer}
      data-value={row.value ?? ''}
      role="meter"
      aria-label={`${capitalized(label)} of ${row.layer}`}
      aria-valuemin={scale.low}
      aria-valuemax={scale.high}
      aria-valuenow={value > 0 && !broken ? Math.log10(value) : scale.low}
      aria-valuetext={magnitude(row.value)}
      title={row.parameters.map(({ name, value }) => `${name}: ${magnitude(value)}`).join('\n')}
    >
      <div
        class={broken ? 'dnn-bar-fill dnn-bar-broken' : 'dnn-bar-fill'}
        style={{ width: `${100 * scale.position(value)}%` }}
      />
    </div>
  );
}

const Axis = ({ scale }: { readonly scale: LogScale }) => (
  <div class="dnn-axis">
    {scale.ticks(5).map((exponent) => (
      <span
        key={exponent}
        class={exponent === scale.high ? 'dnn-axis-tick dnn-axis-end' : 'dnn-axis-tick'}
        style={{ left: `${(100 * (exponent - scale.low)) / (scale.high - scale.low)}%` }}
      >
        {powerOfTen(exponent)}
      </span>
    ))}
  </div>
);

const StepsLegend = ({ steps }: { readonly steps: readonly number[] }) => (
  <div class="dnn-steps-legend">
    <span>step {formatCount(steps[0] ?? 0)}</span>
    <span>{formatCount(steps.at(-1) ?? 0)}</span>
  </div>
);

const GradientTable = ({
  rows,
  measure: { label, symbol = label },
  of,
}: Omit<GradientChartProps, 'data'> & { rows: readonly GradientRow[] }) => (
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
