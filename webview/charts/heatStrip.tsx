import { useLayoutEffect, useRef } from 'preact/hooks';
import { colourIndex, colourMap } from '../ui/colourMap';
import type { LogScale } from '../../src/views/logScale';

interface HeatStripProps {
  readonly values: readonly (number | null)[];
  readonly scale: LogScale;
  readonly onPoint: (index: number | null) => void;
}

/** One row of pixels, one a point in time, stretched to the width of its place; gaps are transparent. */
export function HeatStrip({ values, scale, onPoint }: HeatStripProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || values.length === 0) return;
    canvas.width = values.length;
    canvas.height = 1;
    const image = context.createImageData(values.length, 1);
    const colours = colourMap('sequential');
    values.forEach((value, i) => {
      if (value === null) return;
      const colour = colourIndex(scale.position(value)) * 3;
      image.data.set([...colours.subarray(colour, colour + 3), 255], i * 4);
    });
    context.putImageData(image, 0, 0);
  }, [values, scale.low, scale.high]);
  return (
    <canvas
      ref={ref}
      class="dnn-heat-strip"
      aria-hidden="true"
      onPointerMove={(event) => {
        const { width } = event.currentTarget.getBoundingClientRect();
        const index = Math.floor((event.offsetX / width) * values.length);
        onPoint(Math.min(values.length - 1, Math.max(0, index)));
      }}
      onPointerLeave={() => onPoint(null)}
    />
  );
}
