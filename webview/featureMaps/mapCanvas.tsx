import { useLayoutEffect, useRef } from 'preact/hooks';

interface MapCanvasProps {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** A cell of the map is pointed at, or none any more. */
  readonly onPoint?: (cell: { x: number; y: number } | null) => void;
  readonly class?: string;
}

/** One canvas pixel a value; CSS enlarges it without smoothing. */
export function MapCanvas({ width, height, pixels, onPoint, class: name }: MapCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  return (
    <canvas
      ref={ref}
      class={`dnn-map ${name ?? ''}`}
      aria-hidden="true"
      style={{ aspectRatio: `${width} / ${height}` }}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const x = Math.floor(((event.clientX - box.left) / box.width) * width);
        const y = Math.floor(((event.clientY - box.top) / box.height) * height);
        if (x >= 0 && y >= 0 && x < width && y < height) onPoint?.({ x, y });
      }}
      onPointerLeave={() => onPoint?.(null)}
    />
  );
}
