import { useMemo } from 'preact/hooks';
import type { Forecast } from '../../src/views/payloads';
import {
  finite,
  forecastMeaning,
  forecastSummary,
  forecastTitle,
  residuals,
} from '../../src/views/forecast';
import { counted, formatInteger } from '../../src/text/numbers';
import type { ChartMark } from '../charts/chartMarks';
import { LineChart, type LineSeries } from '../charts/lineChart';
import { roundUp } from '../charts/scale';
import type { AlignedSeries } from '../charts/trainingData';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatTick, formatValue } from '../ui/format';

const values: readonly LineSeries[] = [
  { label: 'given', colour: (theme) => theme.muted, width: 1.25 },
  { label: 'truth', colour: (theme) => theme.foreground, width: 3 },
  { label: 'forecast', colour: (theme) => theme.accent, width: 1.75, dash: [6, 3] },
];
const residual: readonly LineSeries[] = [
  { label: 'residual', colour: (theme) => theme.accent, width: 1.75 },
];
const error: readonly LineSeries[] = [
  { label: 'NRMSE', colour: (theme) => theme.palette[1] ?? theme.accent, width: 2 },
];

/** Forecasts are drawn so many ranges of the truth beyond it; what runs further away is cut off, and said to be. */
const mostBeyond = 1;

/** A forecast cell's output: what the network makes of a series by itself, beside the truth, and its error at each step. */
export function ForecastView({ found }: { readonly found: Forecast }) {
  const { truth, errors, target, restarts } = found;
  const charts = useMemo(() => chartsOf(found), [found]);
  const steps = errors.length;
  const before = Math.max(0, (found.given?.length ?? 0) - 1);
  const left = firstOutside(found, charts.bounds);
  const common = {
    xRange: [-before, Math.max(1, steps)] as const,
    logarithmic: false,
    unitX: 'step',
    formatX: (step: number) => `step ${formatTick(step)}`,
    formatY: formatValue,
    formatTick,
  };
  const first = restarts === 1 ? '' : ', from the first place';
  return (
    <section aria-label={forecastTitle(found)}>
      <header class="dnn-head">
        <h3>{forecastTitle(found)}</h3>
        <span class="dnn-muted">{forecastSummary(found)}</span>
      </header>
      <p class="dnn-meaning">{forecastMeaning(found)}</p>
      {left > 0 && (
        <p class="dnn-muted">The forecast leaves the picture at step {formatInteger(left)}.</p>
      )}
      {truth.length > 1 && (
        <div class="dnn-columns dnn-forecast">
          <div>
            <LineChart
              {...common}
              title={`${target}: forecast and truth`}
              description={`Chart of the forecast of ${target} beside the truth over ${counted(steps, 'step')}${first}${givenInWords(found)}. ${forecastMeaning(found)}`}
              series={values}
              data={charts.values}
              yRange={() => [...charts.bounds]}
              marks={marksOf(found)}
              bands={[
                { from: -before, to: 0, name: 'given' },
                { from: 0, to: steps, name: `by itself: horizon of ${counted(steps, 'step')}` },
              ]}
            />
            <LineChart
              {...common}
              title="Residual"
              description={`Chart of forecast − truth over ${counted(steps, 'step')}${first}.`}
              series={residual}
              data={charts.residual}
              yRange={symmetric}
              height={120}
            />
          </div>
          <LineChart
            {...common}
            xRange={[0, Math.max(1, steps)]}
            title={`NRMSE over ${counted(restarts, 'place')}`}
            description={`Chart of the error at each step: the root of the mean squared error over ${counted(restarts, 'place')}, divided by the standard deviation of the series.`}
            series={error}
            data={charts.error}
            yRange={(_, max) => [0, roundUp(max)]}
            marks={[horizonOf(found)]}
          />
        </div>
      )}
      <Disclosure summary="Table">{() => <ForecastTable found={found} />}</Disclosure>
    </section>
  );
}

const givenInWords = ({ given = [] }: Forecast): string =>
  given.length === 0 ? '' : `, after the last ${counted(given.length, 'true value')} it was given`;

/** A step is drawn at its number; at 0 is the last true value that was given, from which the truth goes on. */
function chartsOf(found: Forecast) {
  const { truth, outputs, errors, given = [] } = found;
  const x = truth.map((_, i) => i + 1);
  const past = given.map((_, i) => i + 1 - given.length);
  const drawn = outputs.map(finite);
  const none = given.map(() => null);
  const seen = [...given, ...truth];
  const [least, most] = [Math.min(...seen), Math.max(...seen)];
  const range = most - least || Math.abs(most) || 1;
  const known = drawn.filter((value) => value !== null);
  const low = Math.max(least - mostBeyond * range, Math.min(least, ...known));
  const high = Math.min(most + mostBeyond * range, Math.max(most, ...known));
  return {
    values: {
      x: [...past, ...x],
      columns: [
        [...given, ...truth.map(() => null)],
        [...none.slice(1), ...given.slice(-1), ...truth],
        [...none, ...drawn],
      ],
    } satisfies AlignedSeries,
    residual: { x, columns: [residuals(found)] } satisfies AlignedSeries,
    error: { x, columns: [errors.map(finite)] } satisfies AlignedSeries,
    bounds: [low - range / 10, high + range / 10] as const,
  };
}

/** The first step at which the forecast is not drawn, 0 if there is none. */
const firstOutside = ({ outputs }: Forecast, [low, high]: readonly [number, number]): number =>
  1 +
  outputs.findIndex((value) => {
    const number = finite(value);
    return number !== null && (number < low || number > high);
  });

/** Zero is in the middle, so that what is forecast too high and too low can be told apart. */
function symmetric(min: number, max: number): [number, number] {
  const bound = roundUp(Math.max(-min, max));
  return [-bound, bound];
}

const horizonOf = ({ errors }: Forecast): ChartMark => ({
  x: errors.length,
  label: `horizon: NRMSE${errors.length} ${formatValue(errors.at(-1) ?? NaN)}`,
  strong: true,
});

const marksOf = (found: Forecast): readonly ChartMark[] => [
  {
    x: 0,
    label: `after ${formatInteger(found.warmup)} true values the network reads its own output`,
    strong: true,
  },
  horizonOf(found),
];

function ForecastTable({ found }: { readonly found: Forecast }) {
  const { truth, outputs, errors } = found;
  const differences = residuals(found);
  return (
    <DataTable
      caption="Forecast by step"
      hideCaption
      rows={errors.map((error, i) => ({
        step: i + 1,
        error,
        value: outputs[i],
        truth: truth[i],
        residual: differences[i],
      }))}
      rowKey={({ step }) => step}
      columns={[
        { title: 'Step', numeric: true, cell: ({ step }) => step },
        { title: 'Truth', numeric: true, cell: ({ truth }) => formatValue(truth ?? NaN) },
        { title: 'Forecast', numeric: true, cell: ({ value }) => formatValue(value ?? NaN) },
        { title: 'Residual', numeric: true, cell: ({ residual }) => formatValue(residual ?? NaN) },
        { title: 'NRMSE', numeric: true, cell: ({ error }) => formatValue(error) },
      ]}
    />
  );
}
