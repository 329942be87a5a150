import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useUniqueId } from '../ui/hooks';
import { stroke, type Brush, type Drawing, type Point } from './drawing';
import { paintImage } from './paint';

interface DrawingPadProps {
  readonly drawing: Drawing;
  readonly brush: Brush;
  readonly invitation: string;
  readonly onDraw: (drawing: Drawing) => void;
}

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A canvas to draw on with a pointer or a finger, or by keyboard with a brush that arrow keys move. */
export function DrawingPad({ drawing, brush, invitation, onDraw }: DrawingPadProps) {
  const { channels, height, width, scale, ink } = drawing;
  const canvas = useRef<HTMLCanvasElement>(null);
  /** Where the pointer was while it draws; what has been drawn is not always rendered before the next move. */
  const last = useRef<Point>();
  const latest = useRef(drawing);
  latest.current = drawing;
  const [cursor, setCursor] = useState<Point>({ x: width / 2, y: height / 2 });
  const [byKeyboard, setByKeyboard] = useState(false);
  const help = useUniqueId('drawing');

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const size = height * width * scale * scale;
    const planes = Array.from({ length: channels }, (_, c) =>
      ink.subarray(c * size, (c + 1) * size),
    );
    context.putImageData(new ImageData(paintImage(planes), width * scale, height * scale), 0, 0);
  }, [ink]);

  const draw = (from: Point, to: Point) => {
    latest.current = stroke(latest.current, from, to, brush);
    onDraw(latest.current);
  };
  const pointOf = (event: PointerEvent): Point => {
    const box = canvas.current!.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
    };
  };
  const clamped = (value: number, end: number) => Math.min(end, Math.max(0, value));

  return (
    <div class="dnn-drawing">
      <div
        class="dnn-drawing-pad"
        role="application"
        aria-roledescription={l10n.t('drawing area')}
        aria-label={l10n.t('Drawing, {0} by {1} pixels', width, height)}
        aria-describedby={help}
        tabIndex={0}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setByKeyboard(false);
          const point = pointOf(event);
          draw(point, point);
          last.current = point;
        }}
        onPointerMove={(event) => {
          if (!last.current) return;
          const point = pointOf(event);
          draw(last.current, point);
          last.current = point;
        }}
        onPointerUp={() => (last.current = undefined)}
        onPointerCancel={() => (last.current = undefined)}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step) {
            const next = {
              x: clamped(cursor.x + step[0], width),
              y: clamped(cursor.y + step[1], height),
            };
            if (event.shiftKey) draw(cursor, next);
            setCursor(next);
          } else if (event.key === ' ') draw(cursor, cursor);
          else return;
          setByKeyboard(true);
          event.preventDefault();
        }}
        onBlur={() => setByKeyboard(false)}
      >
        <canvas ref={canvas} width={width * scale} height={height * scale} aria-hidden="true" />
        {byKeyboard && (
          <span
            class="dnn-drawing-cursor"
            style={{ left: `${(100 * cursor.x) / width}%`, top: `${(100 * cursor.y) / height}%` }}
          />
        )}
      </div>
      <p id={help} class="dnn-muted dnn-drawing-help">
        {invitation}{' '}
        {l10n.t(
          'By keyboard: arrow keys move the brush, Space paints, Shift with arrow keys draws a line.',
        )}
      </p>
    </div>
  );
}
