import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LogScale } from '../../src/views/logScale';
import { formatValue } from '../ui/format';
import { useWidth } from '../ui/hooks';
import { HeatBuffer } from './heatBuffer';
import type { JointHistory } from './jointHistory';
import type { PlacedLine } from './rowLayout';
import { pointAt, pointText, type StepRange } from './stepRange';

interface HeatMapProps {
  readonly joint: JointHistory;
  readonly steps: readonly number[];
  readonly stride: number;
  readonly range: StepRange;
  readonly lines: readonly PlacedLine[];
  readonly height: number;
  readonly scale: LogScale;
  readonly description: string;
  /** The point in view. */
  readonly point: number;
  readonly onChoose: (point: number) => void;
}

interface Pointed {
  readonly line: PlacedLine;
  readonly point: number;
  readonly x: number;
}

/** Browsers draw no higher canvas. */
const highest = 8192;

/** Layers by steps, on one canvas; dragging over it chooses the step in view. */
export function HeatMap(props: HeatMapProps) {
  const { joint, steps, stride, range, lines, height, scale, description, point, onChoose } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const buffer = useRef<HeatBuffer>();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const drawn = lines.filter((line) => line.drawn);
  const ratio = Math.min(devicePixelRatio, highest / Math.max(1, height));

  useLayoutEffect(() => {
    if (!canvas.current || width === 0) return;
    const pixels = Math.round(width * devicePixelRatio);
    const size = { width: pixels, height: Math.round(height * ratio) };
    const target = canvas.current;
    if (target.width !== size.width || target.height !== size.height) Object.assign(target, size);
    const heat = (buffer.current ??= new HeatBuffer());
    heat.paint({ joint, lines: drawn, steps, range, width: pixels, scale });
    heat.drawTo(target, drawn, ratio);
  });

  const pointOf = (event: PointerEvent): number => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const [from, to] = range;
    return pointAt(steps, from + ((event.clientX - left) / width) * (to - from));
  };
  const follow = (event: PointerEvent) => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const y = event.clientY - top;
    const line = drawn.find((line) => y >= line.top && y < line.top + line.height);
    const point = pointOf(event);
    setPointed(line ? { line, point, x: event.clientX - left } : null);
    if (event.buttons & 1) onChoose(point);
  };
  return (
    <div
      ref={frame}
      class="dnn-heat"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        onChoose(pointOf(event));
      }}
      onPointerMove={follow}
      onPointerLeave={() => setPointed(null)}
    >
      <canvas
        ref={canvas}
        class="dnn-heat-map"
        role="img"
        aria-label={description}
        style={{ height: `${height}px` }}
      />
      <div class="dnn-heat-step" style={{ left: `${100 * middleOf(steps, range, point)}%` }} />
      {pointed && (
        <Readout pointed={pointed} joint={joint} steps={steps} stride={stride} width={width} />
      )}
    </div>
  );
}

/** The middle of a point's column along the axis, in [0, 1]. */
function middleOf(steps: readonly number[], [from, to]: StepRange, point: number): number {
  const [first, last] = [steps[point - 1] ?? from, steps[point] ?? from];
  return ((first + last) / 2 - from) / (to - from);
}

interface ReadoutProps extends Pick<HeatMapProps, 'joint' | 'steps' | 'stride'> {
  readonly pointed: Pointed;
  readonly width: number;
}

/** Layer, step and value under the pointer. */
function Readout({ pointed: { line, point, x }, joint, steps, stride, width }: ReadoutProps) {
  const values = line.members.flatMap((row) => joint.rows[row]?.[point] ?? []);
  const side = x > width / 2 ? { right: `${width - x + 10}px` } : { left: `${x + 10}px` };
  const [only] = values;
  const value =
    only === undefined
      ? l10n.t('not finite')
      : line.kind === 'layer'
        ? formatValue(only)
        : l10n.t('{0} to {1}', formatValue(Math.min(...values)), formatValue(Math.max(...values)));
  return (
    <div class="dnn-heat-readout" aria-hidden="true" style={{ ...side, top: `${line.top}px` }}>
      <strong>{line.fullName}</strong> {pointText(steps, stride, point)}: {value}
    </div>
  );
}
