import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import type { Measure } from '../../src/views/payloads';
import { formatInteger, powerOfTen } from '../../src/text/numbers';
import { logScale, type LogScale } from '../../src/views/logScale';
import { capitalized, formatValue } from '../ui/format';
import { Segmented } from '../ui/segmented';
import type { LayerChartData, MeasuredLayer } from './layerData';
import { LayerLines } from './layerLines';
import { HeatStrip } from './heatStrip';

interface LayerChartProps {
  readonly data: LayerChartData;
  readonly measure: Pick<Measure, 'label' | 'symbol'>;
  /** What it is told of: `at step 20`, `of digits.test[7]`. */
  readonly of: string;
}

/**
 * A measure of parameters, one row a layer that has some: a bar on a logarithmic scale and, where there is a history, the
 * value over training.
 */
export function LayerChart({ data, measure, of }: LayerChartProps) {
  const [view, setView] = useState<'strips' | 'lines'>('strips');
  const [pointed, setPointed] = useState<{ row: MeasuredLayer; index: number } | null>(null);
  const hasHistory = data.steps.length > 1;
  const scale = useMemo(
    () => logScale(data.rows.flatMap((row) => [row.value, ...row.history])),
    [data],
  );
  const readout =
    pointed && data.steps[pointed.index] !== undefined
      ? `${pointed.row.layer} · step ${formatInteger(data.steps[pointed.index] ?? 0)} · ` +
        formatValue(pointed.row.history[pointed.index] ?? NaN)
      : '';
  return (
    <figure class="dnn-layers">
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
          hasHistory && view === 'strips' ? 'dnn-layer-rows dnn-with-history' : 'dnn-layer-rows'
        }
      >
        {data.rows.map((row) => (
          <li key={row.layer} class="dnn-layer-row">
            <span class="dnn-layer-name">{row.layer}</span>
            <LayerBar row={row} scale={scale} label={measure.label} />
            <span class="dnn-layer-value">{magnitude(row.value)}</span>
            {hasHistory && view === 'strips' && (
              <HeatStrip
                values={row.history}
                scale={scale}
                onPoint={(index) => setPointed(index === null ? null : { row, index })}
              />
            )}
          </li>
        ))}
        <li class="dnn-layer-row dnn-layer-axis" aria-hidden="true">
          <span />
          <Axis scale={scale} />
          <span />
          {hasHistory && view === 'strips' && <StepsLegend steps={data.steps} />}
        </li>
      </ol>
      {hasHistory && view === 'lines' && (
        <LayerLines data={data} scale={scale} label={measure.label} />
      )}
      <Disclosure summary="Table">
        {() => <ParameterTable rows={data.rows} measure={measure} of={of} />}
      </Disclosure>
    </figure>
  );
}

const magnitude = (value: number | null): string => (value === null ? '–' : formatValue(value));

interface LayerBarProps {
  readonly row: MeasuredLayer;
  readonly scale: LogScale;
  readonly label: string;
}

function LayerBar({ row, scale, label }: LayerBarProps) {
  const value = row.value ?? 0;
  const broken = !Number.isFinite(value);
  return (
    <div
      class="dnn-layer-bar"
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
    <span>step {formatInteger(steps[0] ?? 0)}</span>
    <span>{formatInteger(steps.at(-1) ?? 0)}</span>
  </div>
);

const ParameterTable = ({
  rows,
  measure: { label, symbol = label },
  of,
}: Omit<LayerChartProps, 'data'> & { rows: readonly MeasuredLayer[] }) => (
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
