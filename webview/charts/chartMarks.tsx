/** A vertical line at a place of the x axis, with what happened there. */
export interface ChartMark {
  readonly x: number;
  readonly label: string;
  /** Drawn strong: it is what the chart is about. */
  readonly strong?: boolean;
}

interface ChartMarksProps {
  readonly marks: readonly ChartMark[];
  /** Position of a value in [0, 1] along the x axis. */
  readonly position: (x: number) => number;
}

/** Marks over a plot: lines that say what they mean to a pointer, to the keyboard and to a screen reader. */
export const ChartMarks = ({ marks, position }: ChartMarksProps) => (
  <ul class="dnn-marks">
    {marks.map(({ x, label, strong }, i) => {
      const at = position(x);
      if (!(at >= 0 && at <= 1)) return null;
      const side = at > 0.5 ? 'dnn-mark-left' : 'dnn-mark-right';
      return (
        <li
          key={`${i} ${label}`}
          class={`dnn-mark ${side}${strong ? ' dnn-mark-strong' : ''}`}
          style={{ left: `${100 * at}%` }}
          tabIndex={0}
          aria-label={label}
        >
          <span class="dnn-mark-label" aria-hidden="true">
            {label}
          </span>
        </li>
      );
    })}
  </ul>
);

/** A named stretch of the x axis. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

interface ChartBandsProps {
  readonly bands: readonly ChartBand[];
  readonly position: ChartMarksProps['position'];
}

/** Names above a plot, each cut to the width of its stretch; the marks say them to a screen reader. */
export const ChartBands = ({ bands, position }: ChartBandsProps) => (
  <div class="dnn-bands" aria-hidden="true">
    {bands.map(({ from, to, name }, i) => {
      const [left, right] = [from, to].map((x) => Math.min(1, Math.max(0, position(x))));
      if (left === undefined || right === undefined || right <= left) return null;
      return (
        <span
          key={`${i} ${name}`}
          title={name}
          style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%` }}
        >
          {name}
        </span>
      );
    })}
  </div>
);
