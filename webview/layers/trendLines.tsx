import { median } from '../../src/numerics/median';
import { trendAt, type LayerTrend } from '../../src/views/layerTrend';
import type { LogScale } from '../../src/views/logScale';
import type { PlacedLine } from './rowLayout';

interface TrendLinesProps {
  readonly lines: readonly PlacedLine[];
  readonly height: number;
  readonly scale: LogScale;
  /** How deep the layer of a row is; undefined where it has no weights. */
  readonly depthOf: (row: number) => number | undefined;
  readonly trends: readonly LayerTrend[];
  /** log₁₀ of what the layer of a row should have. */
  readonly expected?: ((row: number) => number | undefined) | undefined;
}

/** The fitted lines, and what theory expects, over the bars. */
export function TrendLines(props: TrendLinesProps) {
  const { lines, height, scale, depthOf, trends, expected } = props;
  const path = (exponentOf: (row: number) => number | undefined): string =>
    lines
      .flatMap(({ drawn, members, top, height }) => {
        const exponent = drawn && median(members.flatMap((row) => exponentOf(row) ?? []));
        if (typeof exponent !== 'number') return [];
        const x = (exponent - scale.low) / (scale.high - scale.low);
        return `${(1000 * x).toFixed(1)},${top + height / 2}`;
      })
      .join(' ');
  const fitted = trends.map((trend) =>
    path((row) => {
      const depth = depthOf(row);
      return depth === undefined ? undefined : Math.log10(trendAt(trend, depth));
    }),
  );
  return (
    <div class="dnn-layer-row dnn-layer-overlay" aria-hidden="true">
      <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none">
        {fitted.map((points, i) => (
          <g key={i} class={i === 0 ? 'dnn-trend' : 'dnn-trend dnn-trend-second'}>
            <polyline class="dnn-trend-halo" points={points} />
            <polyline points={points} />
          </g>
        ))}
        {expected && (
          <g class="dnn-trend dnn-trend-theory">
            <polyline class="dnn-trend-halo" points={path(expected)} />
            <polyline points={path(expected)} />
          </g>
        )}
      </svg>
    </div>
  );
}
