import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { MeasuredCurve } from '../../src/views/measured';
import { formatNumber } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { capitalized, formatTick, formatValue } from '../ui/format';
import { LineChart, type LineSeries } from './lineChart';
import { decades, roundUp } from './scale';

/** From here on a range of positive numbers is told in powers of ten. */
const manyPowers = 1000;

/** Whether numbers reach over so many powers of ten, none of them below zero. */
function hasManyPowers(numbers: readonly number[]): boolean {
  const positive = numbers.filter((number) => number > 0);
  return Math.min(...numbers) >= 0 && Math.max(...positive) / Math.min(...positive) >= manyPowers;
}

/** What a pass has found over a number of its own, such as the validation error over the penalty. */
export function MeasuredChart({ curve }: { readonly curve: MeasuredCurve }) {
  const { label, symbol, points, chosen } = curve;
  const title = l10n.t('{0} over {1}', capitalized(label), symbol);
  const series = useMemo(
    (): readonly LineSeries[] => [
      { label, colour: (theme) => theme.palette[0] ?? theme.accent, width: 2, points: true },
    ],
    [label],
  );
  const logarithmic = hasManyPowers(points.map(({ value }) => value));
  const data = useMemo(() => {
    // Zeros have no place in decades.
    const column = points.map(({ value }) => (logarithmic && value === 0 ? null : value));
    return { x: points.map(({ x }) => x), columns: [column] };
  }, [points, logarithmic]);
  const [first, last] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 1];
  const logarithmicX = first > 0 && last / first >= manyPowers;
  const description = l10n.t(
    'Chart of the {0} for {1} values of {2} from {3} to {4}.',
    label,
    points.length,
    symbol,
    formatNumber(first),
    formatNumber(last),
  );
  return (
    <div class="dnn-columns">
      <div>
        <LineChart
          title={
            chosen === undefined
              ? title
              : l10n.t('{0}; {1} = {2} chosen', title, symbol, formatNumber(chosen))
          }
          description={
            chosen === undefined
              ? description
              : `${description} ${l10n.t('{0} = {1} was chosen.', symbol, formatNumber(chosen))}`
          }
          series={series}
          data={data}
          logarithmic={logarithmic}
          logarithmicX={logarithmicX}
          xRange={[first, last]}
          yRange={logarithmic ? decades : (min, max) => [Math.min(0, min), roundUp(max)]}
          formatX={(x) => `${symbol} = ${formatNumber(x)}`}
          {...(!logarithmicX && { unitX: symbol })}
          formatY={formatValue}
          formatTick={formatTick}
          legend={false}
          marks={
            chosen === undefined
              ? []
              : [
                  {
                    x: chosen,
                    label: l10n.t('{0} = {1}, chosen', symbol, formatNumber(chosen)),
                    strong: true,
                  },
                ]
          }
        />
        <Disclosure summary={l10n.t('Table')}>
          {() => (
            <DataTable
              caption={title}
              hideCaption
              rows={points}
              rowKey={({ x }) => x}
              columns={[
                { title: symbol, cell: ({ x }) => formatNumber(x) },
                {
                  title: capitalized(label),
                  numeric: true,
                  cell: ({ value }) => formatValue(value),
                },
              ]}
            />
          )}
        </Disclosure>
      </div>
    </div>
  );
}
