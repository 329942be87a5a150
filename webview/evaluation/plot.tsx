import type { ComponentChildren } from 'preact';
import { formatTick } from '../ui/format';
import { SavePicture } from '../ui/savePicture';

/** From numbers to positions in the drawing. */
export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

type Range = readonly [low: number, high: number];

interface PlotProps {
  readonly title: string;
  /** Says in words what the picture shows. */
  readonly description: string;
  readonly x: { readonly label: string; readonly range: Range };
  readonly y: { readonly label: string; readonly range: Range };
  readonly children: (scales: Scales) => ComponentChildren;
}

const size = { width: 320, height: 260 };
const margins = { left: 46, right: 10, top: 8, bottom: 38 };
const plotted = {
  left: margins.left,
  right: size.width - margins.right,
  top: margins.top,
  bottom: size.height - margins.bottom,
};

/** A small drawing with two axes: what is drawn is given in numbers of the data. */
export function Plot({ title, description, x, y, children }: PlotProps) {
  const scales: Scales = {
    x: along(x.range, [plotted.left, plotted.right]),
    y: along(y.range, [plotted.bottom, plotted.top]),
  };
  const { left, right, top, bottom } = plotted;
  return (
    <figure class="dnn-plot-figure">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{title}</span>
        <SavePicture name={[title]} />
      </figcaption>
      <svg
        class="dnn-plot-drawing"
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={description}
      >
        {ticks(x.range).map((value) => (
          <g key={`x${value}`}>
            <line class="dnn-grid" x1={scales.x(value)} x2={scales.x(value)} y1={top} y2={bottom} />
            <text class="dnn-tick" x={scales.x(value)} y={bottom + 14} text-anchor="middle">
              {formatTick(value)}
            </text>
          </g>
        ))}
        {ticks(y.range).map((value) => (
          <g key={`y${value}`}>
            <line class="dnn-grid" x1={left} x2={right} y1={scales.y(value)} y2={scales.y(value)} />
            <text class="dnn-tick" x={left - 6} y={scales.y(value) + 4} text-anchor="end">
              {formatTick(value)}
            </text>
          </g>
        ))}
        {children(scales)}
        <text class="dnn-tick" x={(left + right) / 2} y={size.height - 6} text-anchor="middle">
          {x.label}
        </text>
        <text
          class="dnn-tick"
          transform={`translate(12 ${(top + bottom) / 2}) rotate(-90)`}
          text-anchor="middle"
        >
          {y.label}
        </text>
      </svg>
    </figure>
  );
}

const along =
  ([low, high]: Range, [from, to]: Range) =>
  (value: number): number =>
    from + ((value - low) / (high - low || 1)) * (to - from);

/** Round numbers inside a range, about five of them. */
export function ticks([low, high]: Range): readonly number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = ([1, 2, 2.5, 5, 10].find((each) => span / (each * power) <= 5) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Adding 0 turns −0 into 0.
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step + 0).toPrecision(12)),
  );
}

/** Points joined by straight lines. */
export const pathOf = (points: readonly (readonly [number, number])[], { x, y }: Scales): string =>
  points.map(([a, b], i) => `${i ? 'L' : 'M'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('');
