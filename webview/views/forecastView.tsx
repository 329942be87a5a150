import { useMemo } from 'preact/hooks';
import type { Forecast } from '../../src/views/payloads';
import { forecastSummary, forecastTitle } from '../../src/views/forecast';
import { LineChart, type LineSeries } from '../charts/lineChart';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatTick, formatValue } from '../ui/format';

const lines: readonly LineSeries[] = [
  { label: 'truth', colour: (theme) => theme.palette[1] ?? theme.accent, width: 3 },
  { label: 'forecast', colour: (theme) => theme.palette[0] ?? theme.accent, width: 1.5 },
];

/** A forecast cell's output: what the network makes of a series by itself, beside the truth, and its error at each step. */
export function ForecastView({ found }: { readonly found: Forecast }) {
  const { truth, outputs, errors, target } = found;
  const series = useMemo(
    () => ({ x: truth.map((_, i) => i + 1), columns: [truth, outputs.map(Number)] }),
    [truth, outputs],
  );
  const [least, most] = [Math.min(...truth), Math.max(...truth)];
  const air = (most - least) / 10;
  return (
    <section aria-label={forecastTitle(found)}>
      <header class="dnn-head">
        <h3>{forecastTitle(found)}</h3>
        <span class="dnn-muted">{forecastSummary(found)}</span>
      </header>
      {truth.length > 1 && (
        <LineChart
          title={`${target} over time`}
          description={`Chart of the forecast of ${target} beside the truth, over ${truth.length} steps.`}
          series={lines}
          data={series}
          logarithmic={false}
          xRange={[1, truth.length]}
          yRange={() => [least - air, most + air]}
          formatX={(step) => `step ${step}`}
          unitX="steps"
          formatY={formatValue}
          formatTick={formatTick}
        />
      )}
      <Disclosure summary="Table">
        {() => (
          <DataTable
            caption="Error by step"
            hideCaption
            rows={errors.map((error, i) => ({
              step: i + 1,
              error,
              value: outputs[i],
              truth: truth[i],
            }))}
            rowKey={({ step }) => step}
            columns={[
              { title: 'Step', numeric: true, cell: ({ step }) => step },
              { title: 'Error', numeric: true, cell: ({ error }) => formatValue(error) },
              { title: 'Truth', numeric: true, cell: ({ truth }) => formatValue(truth) },
              { title: 'Forecast', numeric: true, cell: ({ value }) => formatValue(value) },
            ]}
          />
        )}
      </Disclosure>
    </section>
  );
}
