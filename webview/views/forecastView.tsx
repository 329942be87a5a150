import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { Forecast } from '../../src/views/payloads';
import {
  finite,
  forecastMeaning,
  forecastSummary,
  forecastTitle,
  residuals,
} from '../../src/views/forecast';
import { formatInteger, plural } from '../../src/text/numbers';
import type { ChartMark } from '../charts/chartMarks';
import { LineChart, type LineSeries } from '../charts/lineChart';
import { roundUp } from '../charts/scale';
import type { AlignedSeries } from '../charts/trainingData';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatTick, formatValue } from '../ui/format';

const values = (): readonly LineSeries[] => [
  { label: l10n.t('given'), colour: (theme) => theme.muted, width: 1.25 },
  { label: l10n.t('truth'), colour: (theme) => theme.foreground, width: 3 },
  { label: l10n.t('forecast'), colour: (theme) => theme.accent, width: 1.75, dash: [6, 3] },
];
const residual = (): readonly LineSeries[] => [
  { label: l10n.t('residual'), colour: (theme) => theme.accent, width: 1.75 },
];
const error = (): readonly LineSeries[] => [
  { label: l10n.t('NRMSE'), colour: (theme) => theme.palette[1] ?? theme.accent, width: 2 },
];

/** Forecasts are drawn so many ranges of the truth beyond it; what runs further away is cut off, and said to be. */
const mostBeyond = 1;

/** A forecast cell's output: what the network makes of a series by itself, beside the truth, and its error at each step. */
export function ForecastView({ found }: { readonly found: Forecast }) {
  const { truth, errors, target, restarts } = found;
  const charts = useMemo(() => chartsOf(found), [found]);
  const series = useMemo(() => ({ values: values(), residual: residual(), error: error() }), []);
  const steps = errors.length;
  const before = Math.max(0, (found.given?.length ?? 0) - 1);
  const left = firstOutside(found, charts.bounds);
  const common = {
    xRange: [-before, Math.max(1, steps)] as const,
    logarithmic: false,
    unitX: l10n.t('step'),
    formatX: (step: number) => l10n.t('step {0}', formatTick(step)),
    formatY: formatValue,
    formatTick,
  };
  return (
    <section aria-label={forecastTitle(found)}>
      <header class="dnn-head">
        <h3>{forecastTitle(found)}</h3>
        <span class="dnn-muted">{forecastSummary(found)}</span>
      </header>
      <p class="dnn-meaning">{forecastMeaning(found)}</p>
      {left > 0 && (
        <p class="dnn-muted">
          {l10n.t('The forecast leaves the picture at step {0}.', formatInteger(left))}
        </p>
      )}
      {truth.length > 1 && (
        <div class="dnn-columns dnn-forecast">
          <div>
            <LineChart
              {...common}
              title={l10n.t('{0}: forecast and truth', target)}
              description={`${describe(found)} ${forecastMeaning(found)}`}
              series={series.values}
              data={charts.values}
              yRange={() => [...charts.bounds]}
              marks={marksOf(found)}
              bands={[
                { from: -before, to: 0, name: l10n.t('given') },
                {
                  from: 0,
                  to: steps,
                  name: l10n.t('by itself: horizon of {0} steps', formatInteger(steps)),
                },
              ]}
            />
            <LineChart
              {...common}
              title={l10n.t('Residual')}
              description={
                restarts === 1
                  ? l10n.t('Chart of forecast − truth over {0} steps.', formatInteger(steps))
                  : l10n.t(
                      'Chart of forecast − truth over {0} steps, from the first place.',
                      formatInteger(steps),
                    )
              }
              series={series.residual}
              data={charts.residual}
              yRange={symmetric}
              height={120}
            />
          </div>
          <LineChart
            {...common}
            xRange={[0, Math.max(1, steps)]}
            title={plural(
              restarts,
              l10n.t('NRMSE over 1 place'),
              l10n.t('NRMSE over {0} places', formatInteger(restarts)),
            )}
            description={plural(
              restarts,
              l10n.t(
                'Chart of the error at each step: the root of the mean squared error over 1 place, divided by the standard deviation of the series.',
              ),
              l10n.t(
                'Chart of the error at each step: the root of the mean squared error over {0} places, divided by the standard deviation of the series.',
                formatInteger(restarts),
              ),
            )}
            series={series.error}
            data={charts.error}
            yRange={(_, max) => [0, roundUp(max)]}
            marks={[horizonOf(found)]}
          />
        </div>
      )}
      <Disclosure summary={l10n.t('Table')}>{() => <ForecastTable found={found} />}</Disclosure>
    </section>
  );
}

/** What the upper chart shows. */
function describe({ target, errors, restarts, given = [] }: Forecast): string {
  const [steps, values] = [formatInteger(errors.length), formatInteger(given.length)];
  if (given.length === 0)
    return restarts === 1
      ? l10n.t('Chart of the forecast of {0} beside the truth over {1} steps.', target, steps)
      : l10n.t(
          'Chart of the forecast of {0} beside the truth over {1} steps, from the first place.',
          target,
          steps,
        );
  return restarts === 1
    ? l10n.t(
        'Chart of the forecast of {0} beside the truth over {1} steps, after the last {2} true values it was given.',
        target,
        steps,
        values,
      )
    : l10n.t(
        'Chart of the forecast of {0} beside the truth over {1} steps, from the first place, after the last {2} true values it was given.',
        target,
        steps,
        values,
      );
}

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
  label: l10n.t('horizon: NRMSE{0} {1}', errors.length, formatValue(errors.at(-1) ?? NaN)),
  strong: true,
});

const marksOf = (found: Forecast): readonly ChartMark[] => [
  {
    x: 0,
    label: l10n.t(
      'after {0} true values the network reads its own output',
      formatInteger(found.warmup),
    ),
    strong: true,
  },
  horizonOf(found),
];

function ForecastTable({ found }: { readonly found: Forecast }) {
  const { truth, outputs, errors } = found;
  const differences = residuals(found);
  return (
    <DataTable
      caption={l10n.t('Forecast by step')}
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
        { title: l10n.t('Step'), numeric: true, cell: ({ step }) => step },
        { title: l10n.t('Truth'), numeric: true, cell: ({ truth }) => formatValue(truth ?? NaN) },
        {
          title: l10n.t('Forecast'),
          numeric: true,
          cell: ({ value }) => formatValue(value ?? NaN),
        },
        {
          title: l10n.t('Residual'),
          numeric: true,
          cell: ({ residual }) => formatValue(residual ?? NaN),
        },
        { title: l10n.t('NRMSE'), numeric: true, cell: ({ error }) => formatValue(error) },
      ]}
    />
  );
}
