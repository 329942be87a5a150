import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { useWidth } from '../ui/hooks';
import { formatTick } from '../ui/format';
import { SavePicture } from '../ui/savePicture';
import { useTheme, type Theme } from '../ui/theme';
import { ChartBands, ChartMarks, type ChartBand, type ChartMark } from './chartMarks';
import { powerOfTen } from '../../src/text/numbers';
import { sinceBreak, valueAtOrBefore, type AlignedSeries } from './trainingData';

export interface LineSeries {
  readonly label: string;
  readonly colour: (theme: Theme) => string;
  readonly width?: number;
  readonly dash?: number[];
  /** Shown behind the others and, unless it has a note, left out of the legend. */
  readonly faint?: boolean;
  /** What its numbers are: `mean of about 20 steps`. */
  readonly note?: string;
  readonly points?: boolean;
}

interface LineChartProps {
  readonly title: string;
  /** Says in words what the picture shows. */
  readonly description: string;
  readonly series: readonly LineSeries[];
  readonly data: AlignedSeries;
  readonly logarithmic: boolean;
  readonly logarithmicX?: boolean;
  readonly xRange: readonly [number, number];
  readonly yRange: (min: number, max: number) => [number, number];
  readonly formatX: (value: number) => string;
  /** What the x axis counts, said at its first number. */
  readonly unitX?: string;
  readonly formatY: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly height?: number;
  readonly legend?: boolean;
  readonly marks?: readonly ChartMark[];
  /** Named stretches of the x axis; their names stand above the plot. */
  readonly bands?: readonly ChartBand[];
}

/** Pixels between the frame and what is plotted: the axes and some air. */
const margins = { top: 8, right: 12, bottom: 24, left: 52 };
/** The same with names above the plot. */
const bandedTop = 22;

/**
 * A line chart that is made once and then only given new data: nothing flashes, and its size and margins stay while
 * values arrive. The legend above shows the values under the pointer, else the latest ones.
 */
export function LineChart(props: LineChartProps) {
  const {
    title,
    description,
    series,
    data,
    logarithmic,
    height = 200,
    legend = true,
    marks = [],
    bands = [],
  } = props;
  const theme = useTheme();
  const [frame, width] = useWidth<HTMLDivElement>();
  const plot = useRef<uPlot>();
  const [pointed, setPointed] = useState<number | null>(null);
  // uPlot's callbacks read the latest props and theme through this.
  const latest = useRef({ props, theme });
  latest.current = { props, theme };
  const isBanded = bands.length > 0;
  const identity = `${logarithmic} ${isBanded} ${series.map(({ label }) => label).join('|')}`;

  useLayoutEffect(() => {
    if (!frame.current || width === 0) return;
    const chart = new uPlot(
      options(() => latest.current, width, height, setPointed),
      aligned(latest.current.props),
      frame.current,
    );
    plot.current = chart;
    return () => {
      plot.current = undefined;
      chart.destroy();
    };
    // Width changes resize the chart below; only becoming visible creates it.
  }, [identity, width > 0]);

  useLayoutEffect(() => {
    plot.current?.setData(aligned(props));
  }, [data, props.xRange[0], props.xRange[1]]);
  useLayoutEffect(() => {
    if (plot.current && width > 0) plot.current.setSize({ width, height });
  }, [width, height]);
  useLayoutEffect(() => plot.current?.redraw(false), [theme]);

  const index = pointed ?? data.x.length - 1;
  const from = pointed === null ? 0 : sinceBreak(data, pointed);
  return (
    <figure class="dnn-chart">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{title}</span>
        {legend &&
          series.map((line, position) => {
            const column = data.columns[position] ?? [];
            // What is not told has no line either.
            const isHidden = line.faint && line.note === undefined;
            if (isHidden || column.every((value) => value === null)) return null;
            const value = valueAtOrBefore(column, index, from);
            return (
              <span key={line.label} class="dnn-legend">
                <Swatch line={line} colour={line.colour(theme)} />
                {line.label}
                {line.note !== undefined && <span class="dnn-legend-note">{line.note}</span>}
                <span class="dnn-legend-value">{value === null ? '–' : props.formatY(value)}</span>
              </span>
            );
          })}
        <span class="dnn-chart-position">
          {pointed !== null && data.x[pointed] !== undefined ? props.formatX(data.x[pointed]) : ''}
        </span>
        <SavePicture kinds={['svg', 'png']} name={[title]} />
      </figcaption>
      <div class="dnn-plot-frame">
        <div ref={frame} class="dnn-plot" role="img" aria-label={description} style={{ height }} />
        {(marks.length > 0 || isBanded) && (
          <div class="dnn-plot-area" style={insets(isBanded)}>
            <ChartBands bands={bands} position={(x) => positionOf(props, x)} />
            <ChartMarks marks={marks} position={(x) => positionOf(props, x)} />
          </div>
        )}
      </div>
    </figure>
  );
}

const Swatch = ({ line, colour }: { line: LineSeries; colour: string }) => (
  <svg class="dnn-swatch" width="16" height="8" aria-hidden="true">
    <line
      x1="0"
      y1="4"
      x2="16"
      y2="4"
      stroke={colour}
      stroke-width={line.faint ? 1 : 2}
      stroke-dasharray={line.dash?.join(' ')}
    />
  </svg>
);

const topOf = (isBanded: boolean): number => (isBanded ? bandedTop : margins.top);

const insets = (isBanded: boolean) =>
  Object.fromEntries(
    Object.entries({ ...margins, top: topOf(isBanded) }).map(([side, pixels]) => [
      side,
      `${pixels}px`,
    ]),
  );

/** Lower charts have closer lines, so that there is more than one. */
const lowChart = 160;

/** Pixels left free on both sides of a break, so that a steep line does not show through. */
const breakWidth = 1.5;

/** Stretches of canvas pixels without a line: around each break, from the point before it to the one after it. */
function gapsOf(
  chart: uPlot,
  { x, columns, breaks = [] }: AlignedSeries,
  position: number,
): uPlot.Series.Gaps {
  const column = columns[position] ?? [];
  const pixel = (value: number) => chart.valToPos(value, 'x', true);
  const air = breakWidth * devicePixelRatio;
  return breaks.flatMap((at): [number, number][] => {
    const isTold = (_: number, i: number) => column[i] != null;
    const before = x.findLast((place, i) => place <= at && isTold(place, i));
    const after = x.find((place, i) => place > at && isTold(place, i));
    if (before === undefined || after === undefined) return [];
    return [[Math.min(pixel(before), pixel(at) - air), Math.max(pixel(after), pixel(at) + air)]];
  });
}

/** Where a value is along the x axis, in [0, 1]. */
function positionOf({ xRange: [from, to], logarithmicX = false }: LineChartProps, x: number) {
  return logarithmicX ? Math.log(x / from) / Math.log(to / from) : (x - from) / (to - from);
}

const aligned = ({ data }: LineChartProps): uPlot.AlignedData =>
  [data.x, ...data.columns] as unknown as uPlot.AlignedData;

/** A logarithmic axis has labels and lines at whole powers of ten. */
const onlyPowers = (_: uPlot, ticks: number[]): (number | null)[] =>
  ticks.map((tick) => (Math.abs(tick / 10 ** exponentOf(tick) - 1) < 1e-9 ? tick : null));
/** Pixels a power of ten takes with some air. */
const powerWidth = 34;
const powers: uPlot.Axis.DynamicValues = (chart, ticks) => {
  const shown = onlyPowers(chart, ticks);
  const width = chart.bbox.width / devicePixelRatio;
  const count = shown.filter((tick) => tick !== null).length;
  const every = Math.max(1, Math.ceil((count * powerWidth) / width));
  return shown.map((tick) =>
    tick === null || exponentOf(tick) % every !== 0 ? null : powerOfTen(exponentOf(tick)),
  );
};
/** Of many powers of ten, lines in between are too close. */
const clearLines: uPlot.Axis.Filter = (chart, ticks) =>
  ticks.length > mostLines ? onlyPowers(chart, ticks) : ticks;
const mostLines = 30;
const exponentOf = (tick: number): number => Math.round(Math.log10(tick));

function options(
  latest: () => { props: LineChartProps; theme: Theme },
  width: number,
  height: number,
  point: (index: number | null) => void,
): uPlot.Options {
  const { series, logarithmic, logarithmicX = false, bands = [] } = latest().props;
  const axis: uPlot.Axis = {
    stroke: () => latest().theme.muted,
    font: `11px ${latest().theme.font}`,
    grid: { stroke: () => latest().theme.grid, width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  return {
    width,
    height,
    legend: { show: false },
    padding: [topOf(bands.length > 0), margins.right, 0, 0],
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
    scales: {
      x: {
        time: false,
        distr: logarithmicX ? 3 : 1,
        range: () => [...latest().props.xRange] as [number, number],
      },
      y: {
        distr: logarithmic ? 3 : 1,
        range: (_, min, max) => latest().props.yRange(min, max),
      },
    },
    axes: [
      {
        ...axis,
        size: margins.bottom,
        space: 48,
        values: (_, ticks) => {
          const { unitX } = latest().props;
          return ticks.map((tick, i) =>
            i === 0 && unitX ? `${unitX} ${formatTick(tick)}` : formatTick(tick),
          );
        },
        ...(logarithmicX && { values: powers, grid: { ...axis.grid, filter: onlyPowers } }),
      },
      {
        ...axis,
        size: margins.left,
        space: height < lowChart ? 16 : 28,
        values: (_, ticks) =>
          ticks.map((tick) => (tick == null ? null : latest().props.formatTick(tick))),
        ...(logarithmic && { grid: { ...axis.grid, filter: clearLines } }),
      },
    ],
    series: [
      {},
      ...series.map((line, position): uPlot.Series => ({
        label: line.label,
        stroke: () => latest().props.series[position]?.colour(latest().theme) ?? 'currentColor',
        width: line.width ?? 1.5,
        alpha: line.faint ? 0.28 : 1,
        // A missing value is no gap, a break is.
        gaps: (chart) => gapsOf(chart, latest().props.data, position),
        points: { show: line.points ?? false, size: 5 },
        ...(line.dash && { dash: line.dash }),
      })),
    ],
    hooks: { setCursor: [(chart) => point(chart.cursor.idx ?? null)] },
  };
}
