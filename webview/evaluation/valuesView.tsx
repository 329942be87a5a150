import { useMemo, useState } from 'preact/hooks';
import type { Evaluation } from '../../src/views/evaluation';
import { counted, formatInteger, significant } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { SaveCsv } from '../ui/saveTable';
import { Select } from '../ui/select';
import { ExampleSection, type EvaluationActions } from './classesView';
import { Plot } from './plot';

type Values = NonNullable<Evaluation['values']>;
type Target = Values['targets'][number];
type Histogram = NonNullable<Target['histogram']>;

interface ValuesViewProps extends Pick<EvaluationActions, 'onOpen' | 'onSave'> {
  readonly values: Values;
  readonly name: string;
}

/** How near predicted values are to their targets. */
export function ValuesView({ values, name, onOpen, onSave }: ValuesViewProps) {
  const { targets, worst, of } = values;
  const drawn = targets.filter(({ points }) => points);
  const [wanted, setWanted] = useState('');
  const shown = drawn.find((target) => target.name === wanted) ?? drawn[0];
  return (
    <>
      <section aria-label="Targets">
        <div class="dnn-chart-head">
          <h3>Targets</h3>
          {of > targets.length && (
            <span class="dnn-muted">
              the first {formatInteger(targets.length)} of {formatInteger(of)}
            </span>
          )}
          <SaveCsv
            name={[name, 'targets']}
            titles={['target', 'rmse', 'mae', 'r2', 'bias', 'p5', 'p25', 'p50', 'p75', 'p95']}
            rows={() =>
              targets.map((each) => [
                each.name,
                each.rmse,
                each.mae,
                each.r2,
                each.bias,
                ...each.quantiles,
              ])
            }
            onSave={onSave}
          />
        </div>
        <TargetTable targets={targets} />
      </section>
      {drawn.length > 1 && (
        <div class="dnn-toolbar">
          <span class="dnn-muted">Drawn:</span>
          <Select
            label="Target"
            value={shown?.name ?? ''}
            options={drawn.map((each) => ({ value: each.name, text: each.name }))}
            onChange={setWanted}
          />
        </div>
      )}
      {shown && <Drawings target={shown} name={name} onSave={onSave} />}
      <ExampleSection
        title="Worst samples"
        found={worst}
        caption={({ error, wanted, given }) => ({
          number: `off by ${significant(error)}`,
          words: `error ${significant(error)}; target ${numbers(wanted, of)}, prediction ${numbers(given, of)}`,
        })}
        onOpen={onOpen}
      />
    </>
  );
}

const numbers = (values: readonly number[], of: number): string =>
  values.map((value) => significant(value)).join(', ') + (of > values.length ? ', …' : '');

const TargetTable = ({ targets }: { readonly targets: readonly Target[] }) => (
  <DataTable
    caption="Errors by target"
    hideCaption
    rows={targets}
    rowKey={(_, i) => i}
    columns={[
      { title: 'Target', cell: ({ name }) => name, order: ({ name }) => name },
      ...(
        [
          ['RMSE', 'rmse'],
          ['MAE', 'mae'],
          ['R²', 'r2'],
          ['Bias', 'bias'],
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
        title: 'Residuals 5 … 95%',
        numeric: true,
        wide: true,
        cell: ({ quantiles }) =>
          `${formatValue(quantiles[0] ?? NaN)} … ${formatValue(quantiles.at(-1) ?? NaN)}`,
      },
    ]}
  />
);

function Drawings({
  target,
  name,
  onSave,
}: { readonly target: Target } & Pick<ValuesViewProps, 'name' | 'onSave'>) {
  const { points = [], histogram } = target;
  const [low, high] = useMemo(() => bounds(points), [points]);
  return (
    <div class="dnn-plots">
      <div>
        <Plot
          title={`${target.name}: prediction and target`}
          description={`Scatter plot of ${counted(points.length, 'prediction')} of ${target.name} over their targets, from ${formatValue(low)} to ${formatValue(high)}${target.r2 === undefined ? '' : `; R² is ${significant(target.r2)}`}.`}
          x={{ label: 'target', range: [low, high] }}
          y={{ label: 'prediction', range: [low, high] }}
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
        <Disclosure summary="Prediction table">
          {() => (
            <>
              <SaveCsv
                name={[name, target.name, 'predictions']}
                titles={['target', 'prediction', 'residual']}
                rows={() => points.map(([a, b]) => [a, b, b - a])}
                onSave={onSave}
              />
              <DataTable
                caption={`Predictions of ${target.name}`}
                hideCaption
                rows={points}
                rowKey={(_, i) => i}
                columns={[
                  { title: 'Target', numeric: true, cell: ([a]) => formatValue(a, 4) },
                  { title: 'Prediction', numeric: true, cell: ([, b]) => formatValue(b, 4) },
                  { title: 'Residual', numeric: true, cell: ([a, b]) => formatValue(b - a, 4) },
                ]}
              />
            </>
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
        title={`${name}: residuals`}
        description={`Histogram of prediction − target of ${name} in ${counts.length} bins from ${formatValue(from)} to ${formatValue(to)}.`}
        x={{ label: 'prediction − target', range: [from, to] }}
        y={{ label: 'answers', range: [0, most] }}
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
      <Disclosure summary="Residual table">
        {() => (
          <DataTable
            caption={`Residuals of ${name}`}
            hideCaption
            rows={bins}
            rowKey={(bin) => bin.from}
            columns={[
              { title: 'From', numeric: true, cell: (bin) => formatValue(bin.from) },
              { title: 'To', numeric: true, cell: (bin) => formatValue(bin.from + width) },
              { title: 'Answers', numeric: true, cell: ({ count }) => formatInteger(count) },
            ]}
          />
        )}
      </Disclosure>
    </div>
  );
}
