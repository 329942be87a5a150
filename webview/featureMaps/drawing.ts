/**
 * A drawing as numbers: ink from 0 to 1 on a fine grid, of which each pixel of the network's input takes the mean. Nothing is read
 * back from a canvas, so it is the same on every machine.
 */
export interface Drawing {
  readonly channels: number;
  /** Of the input. */
  readonly height: number;
  readonly width: number;
  /** Cells of the fine grid along a pixel. */
  readonly scale: number;
  /** [channels, height · scale, width · scale] */
  readonly ink: Float32Array;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Brush {
  /** In pixels of the input. */
  readonly radius: number;
  /** One number for each channel. */
  readonly colour: readonly number[];
}

/** Cells along the longer side of the fine grid, about. */
const fineSide = 224;

export function emptyDrawing(channels: number, height: number, width: number): Drawing {
  const scale = Math.max(1, Math.floor(fineSide / Math.max(height, width)));
  const ink = new Float32Array(channels * height * width * scale * scale);
  return { channels, height, width, scale, ink };
}

/** Draws along a line between two points, in pixels of the input, with a soft edge; gives the drawing after it. */
export function stroke(drawing: Drawing, from: Point, to: Point, brush: Brush): Drawing {
  const { channels, scale } = drawing;
  const [rows, columns] = [drawing.height * scale, drawing.width * scale];
  const ink = drawing.ink.slice();
  const radius = brush.radius * scale;
  const [ax, ay, bx, by] = [from.x, from.y, to.x, to.y].map((each) => each * scale) as [
    number,
    number,
    number,
    number,
  ];
  const soft = Math.max(1, radius * 0.4);
  const reach = radius + soft;
  const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const last = (a: number, b: number, end: number) =>
    Math.min(end - 1, Math.ceil(Math.max(a, b) + reach));
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  for (let row = first(ay, by); row <= last(ay, by, rows); row++) {
    for (let column = first(ax, bx); column <= last(ax, bx, columns); column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const along = length > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length : 0;
      const t = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
      const cover = Math.min(1, Math.max(0, (reach - distance) / soft));
      if (cover === 0) continue;
      for (let channel = 0; channel < channels; channel++) {
        const i = (channel * rows + row) * columns + column;
        const colour = brush.colour[channel] ?? 0;
        const before = ink[i] ?? 0;
        // Parts of a stroke that overlap do not add up.
        ink[i] =
          colour >= before ? Math.max(before, cover * colour) : before + cover * (colour - before);
      }
    }
  }
  return { ...drawing, ink };
}

/** The drawing as the network reads it: [channels, height, width]. */
export const pixelsOf = (drawing: Drawing): Float32Array =>
  resampled(drawing, { scale: 1, x: 0, y: 0 });

/** The ink fits into this share of the image: 20 of 28 pixels in MNIST. */
const share = 20 / 28;

/**
 * The drawing as MNIST was prepared (LeCun et al., 1998): scaled so that its longer side takes 20 of 28 pixels, its centre of mass
 * in the middle of the image.
 */
export function centredPixelsOf(drawing: Drawing): Float32Array {
  const { channels, height, width, scale, ink } = drawing;
  const [rows, columns] = [height * scale, width * scale];
  let [top, left, bottom, right] = [rows, columns, -1, -1];
  let [mass, massX, massY] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let here = 0;
      for (let channel = 0; channel < channels; channel++)
        here += ink[(channel * rows + row) * columns + column] ?? 0;
      if (here <= 0.05) continue;
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      mass += here;
      massX += here * (column + 0.5);
      massY += here * (row + 0.5);
    }
  }
  if (mass === 0) return pixelsOf(drawing);
  const side = Math.max((bottom - top + 1) / rows, (right - left + 1) / columns);
  return resampled(drawing, {
    scale: side / share,
    x: massX / mass / scale - width / 2,
    y: massY / mass / scale - height / 2,
  });
}

/** Where a pixel of the result is taken from: `scale` times as large, moved by so many pixels. */
interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

function resampled(drawing: Drawing, from: Placement): Float32Array {
  const { channels, height, width, scale, ink } = drawing;
  const [rows, columns] = [height * scale, width * scale];
  // As many places of a pixel are looked at as the grid has cells there, so that as drawn the mean is exact.
  const taps = Math.max(1, Math.ceil(scale * from.scale));
  const at = (pixel: number, tap: number, size: number, shift: number) =>
    Math.floor(((pixel + (tap + 0.5) / taps - size / 2) * from.scale + size / 2 + shift) * scale);
  const pixels = new Float32Array(channels * height * width);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let v = 0; v < taps; v++) {
          const row = at(y, v, height, from.y);
          if (row < 0 || row >= rows) continue;
          for (let u = 0; u < taps; u++) {
            const column = at(x, u, width, from.x);
            if (column < 0 || column >= columns) continue;
            sum += ink[(channel * rows + row) * columns + column] ?? 0;
          }
        }
        pixels[(channel * height + y) * width + x] = sum / taps ** 2;
      }
    }
  }
  return pixels;
}

/** A drawing that starts with pixels as the network reads them. */
export function drawingOf(pixels: Float32Array, empty: Drawing): Drawing {
  const { channels, height, width, scale } = empty;
  const ink = new Float32Array(empty.ink.length);
  let i = 0;
  for (let channel = 0; channel < channels; channel++)
    for (let row = 0; row < height * scale; row++)
      for (let column = 0; column < width * scale; column++) {
        const [y, x] = [Math.floor(row / scale), Math.floor(column / scale)];
        ink[i++] = pixels[(channel * height + y) * width + x] ?? 0;
      }
  return { ...empty, ink };
}

/** RGBA bytes as [channels, height, width] from 0 to 1; one channel: Rec. 601 luma, as image programs make grey. */
export function pixelsOfImage(rgba: Uint8ClampedArray, channels: number): Float32Array {
  const size = rgba.length / 4;
  const pixels = new Float32Array(channels * size);
  for (let i = 0; i < size; i++) {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(4 * i, 4 * i + 3);
    const shades =
      channels === 1 ? [0.299 * red + 0.587 * green + 0.114 * blue] : [red, green, blue];
    shades.forEach((shade, channel) => (pixels[channel * size + i] = shade / 255));
  }
  return pixels;
}
