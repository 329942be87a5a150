import { median } from '../../src/numerics/median';
import type { LogScale } from '../../src/views/logScale';
import { colourIndex, colourMap } from '../ui/colourMap';
import type { JointHistory } from './jointHistory';
import type { PlacedLine } from './rowLayout';
import { columnEdges, type StepRange } from './stepRange';

interface Picture {
  readonly joint: JointHistory;
  /** Lines that are drawn, from top to bottom. */
  readonly lines: readonly PlacedLine[];
  readonly steps: readonly number[];
  readonly range: StepRange;
  readonly width: number;
  readonly scale: LogScale;
}

/**
 * The heat map with one pixel row a line, as wide as it is shown. New points cost their own pixels only; all is painted anew when
 * what is there no longer holds: another scale, width, order of lines, or points that were merged.
 */
export class HeatBuffer {
  private readonly canvas = document.createElement('canvas');
  private painted: { readonly key: string; readonly points: number } = { key: '', points: 0 };

  /** Paints what is new, and says how many points that were. */
  paint({ joint, lines, steps, range, width, scale }: Picture): number {
    const members = lines.map((line) => line.members);
    const { version } = joint;
    const key = [version, ...range, width, scale.low, scale.high, ...members].join(' ');
    const points = steps.length;
    const edges = columnEdges(steps, range, width);
    const isKnown = key === this.painted.key && points >= this.painted.points;
    const from = isKnown ? Math.max(0, this.painted.points - 1) : 0;
    if (!isKnown) Object.assign(this.canvas, { width, height: Math.max(1, lines.length) });
    this.painted = { key, points };
    const left = edges[from] ?? 0;
    const columns = (edges[points] ?? 0) - left;
    const context = this.canvas.getContext('2d');
    if (!context || columns <= 0 || lines.length === 0) return points - from;
    const image = context.createImageData(columns, lines.length);
    const pixels = new Uint32Array(image.data.buffer);
    members.forEach((rows, y) => {
      for (let point = from; point < points; point++) {
        const value = valueAt(joint, rows, point);
        if (value === null) continue;
        const start = y * columns - left;
        const colour = palette()[colourIndex(scale.position(value))] ?? 0;
        pixels.fill(colour, start + (edges[point] ?? 0), start + (edges[point + 1] ?? 0));
      }
    });
    context.putImageData(image, left, 0);
    return points - from;
  }

  /** Draws the lines where they are, each as high as it is; `ratio` is the size of a pixel on the screen, down and across. */
  drawTo(target: HTMLCanvasElement, lines: readonly PlacedLine[], ratio: number): void {
    const context = target.getContext('2d');
    if (!context) return;
    const { width } = this.canvas;
    context.clearRect(0, 0, target.width, target.height);
    context.imageSmoothingEnabled = false;
    let first = 0;
    lines.forEach((line, i) => {
      const next = lines[i + 1];
      const goesOn = next && next.height === line.height && next.top === line.top + line.height;
      if (goesOn) return;
      const [top, bottom] = [(lines[first]?.top ?? 0) * ratio, (line.top + line.height) * ratio];
      const count = i + 1 - first;
      context.fillStyle = ground;
      context.fillRect(0, top, target.width, bottom - top);
      context.drawImage(this.canvas, 0, first, width, count, 0, top, target.width, bottom - top);
      first = i + 1;
    });
  }
}

/** Of a layer its value, of a folded group the median. */
function valueAt({ rows }: JointHistory, members: readonly number[], point: number): number | null {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return rows[only]?.[point] ?? null;
  const values = members.flatMap((row) => rows[row]?.[point] ?? []);
  return median(values) ?? null;
}

/** Behind what is not finite or still to come. */
const ground = 'rgb(128 128 128 / 14%)';

let colours: Uint32Array | undefined;

/** The colour map as pixels of an image. */
function palette(): Uint32Array {
  if (colours) return colours;
  const map = colourMap('sequential');
  const bytes = new Uint8ClampedArray(4 * (map.length / 3));
  for (let i = 0; i < map.length / 3; i++)
    bytes.set([...map.subarray(3 * i, 3 * i + 3), 255], 4 * i);
  return (colours = new Uint32Array(bytes.buffer));
}
