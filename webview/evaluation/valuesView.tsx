import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { Evaluation } from '../../src/views/evaluation';
import { formatInteger, significant } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { Select } from '../ui/select';
import { ExampleSection, type EvaluationActions } from './classesView';
import { Plot } from './plot';

type Values = NonNullable<Evaluation['values']>;
type Target = Values['targets'][number];
type Histogram = NonNullable<Target['histogram']>;

interface ValuesViewProps extends Pick<EvaluationActions, 'onOpen'> {
  readonly values: Values;
  readonly name: string;
}

/** How near predicted values are to their targets. */
export function ValuesView({ values, name, onOpen }: ValuesViewProps) {
  const { targets, worst, of } = values;
  const drawn = targets.filter(({ points }) => points);
  const [wanted, setWanted] = useState('');
  const shown = drawn.find((target) => target.name === wanted) ?? drawn[0];
  return (
    <>
      <section aria-label={l10n.t('Targets')}>
        <div class="dnn-chart-head">
          <h3>{l10n.t('Targets')}</h3>
          {of > targets.length && (
            <span class="dnn-muted">
              {l10n.t('the first {0} of {1}', formatInteger(targets.length), formatInteger(of))}
            </span>
          )}
        </div>
        <TargetTable targets={targets} file={[name, l10n.t('targets')]} />
      </section>
      {drawn.length > 1 && (
        <div class="dnn-toolbar">
          <span class="dnn-muted">{l10n.t('Drawn:')}</span>
          <Select
            label={l10n.t('Target')}
            value={shown?.name ?? ''}
            options={drawn.map((each) => ({ value: each.name, text: each.name }))}
            onChange={setWanted}
          />
        </div>
      )}
      {shown && <Drawings target={shown} name={name} />}
      <ExampleSection
        title={l10n.t('Worst samples')}
        found={worst}
        caption={({ error, wanted, given }) => ({
          number: l10n.t('off by {0}', significant(error)),
          words: l10n.t(
            'error {0}; target {1}, prediction {2}',
            significant(error),
            numbers(wanted, of),
            numbers(given, of),
          ),
        })}
        onOpen={onOpen}
      />
    </>
  );
}

const numbers = (values: readonly number[], of: number): string =>
  values.map((value) => significant(value)).join(', ') + (of > values.length ? ', …' : '');

const TargetTable = ({
  targets,
  file,
}: {
  readonly targets: readonly Target[];
  readonly file: readonly string[];
}) => (
  <DataTable
    caption={l10n.t('Errors by target')}
    hideCaption
    file={file}
    whole={() => ({
      titles: ['target', 'rmse', 'mae', 'r2', 'bias', 'p5', 'p25', 'p50', 'p75', 'p95'],
      rows: targets.map(({ name, rmse, mae, r2, bias, quantiles }) => [
        ...[name, rmse, mae, r2, bias],
        ...quantiles,
      ]),
    })}
    rows={targets}
    rowKey={(_, i) => i}
    columns={[
      { title: l10n.t('Target'), cell: ({ name }) => name, order: ({ name }) => name },
      ...(
        [
          [l10n.t('RMSE'), 'rmse'],
          [l10n.t('MAE'), 'mae'],
          ['R²', 'r2'],
          [l10n.t('Bias'), 'bias'],
        ] as const
      ).map(([title, score]) => ({
        title,
        numeric: true,
        cell: (target: Target) => {
          const value = target[score];
          return value === undefined ? '–' : formatValue(value);
        },
        order: (target: Target) => target[score],
      })),
      {
        title: l10n.t('Residuals 5 … 95%'),
        numeric: true,
        wide: true,
        cell: ({ quantiles }) =>
          `${formatValue(quantiles[0] ?? NaN)} … ${formatValue(quantiles.at(-1) ?? NaN)}`,
      },
    ]}
  />
);

function Drawings({ target, name }: { readonly target: Target } & Pick<ValuesViewProps, 'name'>) {
  const { points = [], histogram } = target;
  const [low, high] = useMemo(() => bounds(points), [points]);
  const told = [formatInteger(points.length), target.name, formatValue(low), formatValue(high)];
  const description =
    target.r2 === undefined
      ? l10n.t(
          'Scatter plot of {0} predictions of {1} over their targets, from {2} to {3}.',
          ...told,
        )
      : l10n.t(
          'Scatter plot of {0} predictions of {1} over their targets, from {2} to {3}; R² is {4}.',
          ...told,
          significant(target.r2),
        );
  return (
    <div class="dnn-plots">
      <div>
        <Plot
          title={l10n.t('{0}: prediction and target', target.name)}
          description={description}
          x={{ label: l10n.t('target'), range: [low, high] }}
          y={{ label: l10n.t('prediction'), range: [low, high] }}
        >
          {({ x, y }) => (
            <>
              <line class="dnn-mark-ideal" x1={x(low)} y1={y(low)} x2={x(high)} y2={y(high)} />
              <path
                class="dnn-mark-points"
                d={points.map(([a, b]) => `M${x(a).toFixed(1)} ${y(b).toFixed(1)}h0`).join('')}
              />
            </>
          )}
        </Plot>
        <Disclosure summary={l10n.t('Prediction table')}>
          {() => (
            <DataTable
              caption={l10n.t('Predictions of {0}', target.name)}
              hideCaption
              file={[name, target.name, l10n.t('predictions')]}
              rows={points}
              rowKey={(_, i) => i}
              columns={[
                {
                  title: l10n.t('Target'),
                  numeric: true,
                  cell: ([a]) => formatValue(a, 4),
                  value: ([a]) => a,
                },
                {
                  title: l10n.t('Prediction'),
                  numeric: true,
                  cell: ([, b]) => formatValue(b, 4),
                  value: ([, b]) => b,
                },
                {
                  title: l10n.t('Residual'),
                  numeric: true,
                  cell: ([a, b]) => formatValue(b - a, 4),
                  value: ([a, b]) => b - a,
                },
              ]}
            />
          )}
        </Disclosure>
      </div>
      {histogram && <HistogramView histogram={histogram} name={target.name} />}
    </div>
  );
}

/** The range of all numbers, with some air. */
function bounds(points: readonly (readonly [number, number])[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const [a, b] of points) {
    low = Math.min(low, a, b);
    high = Math.max(high, a, b);
  }
  const air = (high - low || Math.abs(high) || 1) / 20;
  return [low - air, high + air];
}

function HistogramView({
  histogram: { from, to, counts },
  name,
}: {
  readonly histogram: Histogram;
  readonly name: string;
}) {
  const most = Math.max(1, ...counts);
  const width = (to - from) / counts.length;
  const bins = counts.map((count, i) => ({ count, from: from + i * width }));
  return (
    <div>
      <Plot
        title={l10n.t('{0}: residuals', name)}
        description={l10n.t(
          'Histogram of prediction − target of {0} in {1} bins from {2} to {3}.',
          name,
          counts.length,
          formatValue(from),
          formatValue(to),
        )}
        x={{ label: l10n.t('prediction − target'), range: [from, to] }}
        y={{ label: l10n.t('answers'), range: [0, most] }}
      >
        {({ x, y }) => (
          <>
            {bins.map((bin) => (
              <rect
                key={bin.from}
                class="dnn-mark-bar"
                x={x(bin.from) + 0.5}
                width={x(bin.from + width) - x(bin.from) - 1}
                y={y(bin.count)}
                height={y(0) - y(bin.count)}
              />
            ))}
            <line class="dnn-mark-ideal" x1={x(0)} x2={x(0)} y1={y(0)} y2={y(most)} />
          </>
        )}
      </Plot>
      <Disclosure summary={l10n.t('Residual table')}>
        {() => (
          <DataTable
            caption={l10n.t('Residuals of {0}', name)}
            hideCaption
            rows={bins}
            rowKey={(bin) => bin.from}
            columns={[
              { title: l10n.t('From'), numeric: true, cell: (bin) => formatValue(bin.from) },
              { title: l10n.t('To'), numeric: true, cell: (bin) => formatValue(bin.from + width) },
              {
                title: l10n.t('Answers'),
                numeric: true,
                cell: ({ count }) => formatInteger(count),
              },
            ]}
          />
        )}
      </Disclosure>
    </div>
  );
}
