import type { Random } from '../../random/random';
import { Pen } from './pen';
import type { Stroke, Style } from './style';

/** Width and height of a drawn character in pixels. */
export const side = 28;

/**
 * Draws characters as a hand might: a style, a wobble of every point, then size, width, slant, rotation, a smooth warp,
 * pressure and position at random. Only arithmetic that is exact by IEEE 754 is used (no sine, no exponential), so that
 * a stream of random numbers gives the same picture on every machine.
 */
export class Hand {
  private readonly pen = new Pen(side);
  /** Random affine map and second-order warp from glyph to pixel coordinates. */
  private readonly map = new Float64Array(12);
  /** Points of all strokes in pixels, x, y, x, y, … */
  private readonly pixels = new Float64Array(2 * 64);

  /** Writes a character into the 28×28 bytes of `image`, all zero before. */
  draw(styles: readonly Style[], random: Random, image: Uint8Array): void {
    this.pen.clear();
    this.chooseMap(random);
    const radius = random.between(0.65, 1.75);
    const softness = random.between(1.1, 1.6);
    const { strokes } = choose(styles, random);
    let end = 0;
    for (const stroke of strokes) end = this.place(stroke, end, random);
    this.keepInside(end, radius);
    let start = 0;
    for (const stroke of strokes) {
      this.trace(stroke, start, radius, softness, random);
      start += stroke.points.length;
    }
    this.develop(random, image);
  }

  private chooseMap(random: Random): void {
    const height = random.between(7.6, 10.6);
    const width = height * random.between(0.72, 1.28);
    const sine = random.between(-0.26, 0.26);
    const cosine = Math.sqrt(1 - sine * sine);
    const slant = random.between(-0.42, 0.22); // negative: the top leans right
    const warp = () => random.between(-1.1, 1.1);
    this.map.set([
      // x: constant, x, y, xx, xy, yy
      (side - 1) / 2 + random.between(-2.2, 2.2),
      width * cosine,
      height * (slant * cosine - sine),
      warp(),
      warp(),
      warp(),
      // y
      (side - 1) / 2 + random.between(-2.2, 2.2),
      width * sine,
      height * (cosine + slant * sine),
      warp(),
      warp(),
      warp(),
    ]);
  }

  /** Puts a stroke's points, each a little off, at `start` of `pixels`; returns where they end. */
  private place({ points }: Stroke, start: number, random: Random): number {
    const [a, ax, ay, axx, axy, ayy, b, bx, by, bxx, bxy, byy] = this.map;
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] + random.between(-0.085, 0.085);
      const y = points[i + 1] + random.between(-0.085, 0.085);
      this.pixels[start + i] = a + ax * x + ay * y + axx * x * x + axy * x * y + ayy * y * y;
      this.pixels[start + i + 1] = b + bx * x + by * y + bxx * x * x + bxy * x * y + byy * y * y;
    }
    return start + points.length;
  }

  /** Moves the points back where ink would come too near the edge. */
  private keepInside(end: number, radius: number): void {
    const { pixels } = this;
    const margin = radius + 1.5;
    for (let axis = 0; axis < 2; axis++) {
      let least = Infinity;
      let most = -Infinity;
      for (let i = axis; i < end; i += 2) {
        if (pixels[i] < least) least = pixels[i];
        if (pixels[i] > most) most = pixels[i];
      }
      const low = margin - least;
      const high = side - 1 - margin - most;
      // What does not fit at all goes to the middle.
      const shift = low > high ? (low + high) / 2 : Math.max(low, Math.min(high, 0));
      for (let i = axis; i < end; i += 2) pixels[i] += shift;
    }
  }

  /** Draws the points placed at `start` as a Catmull-Rom spline (1974) with varying pressure. */
  private trace(
    { corner }: Stroke,
    start: number,
    radius: number,
    softness: number,
    random: Random,
  ): void {
    const { pixels, pen } = this;
    const last = corner.length - 1;
    let pressure = radius * random.between(0.85, 1.15);
    for (let i = 0; i < last; i++) {
      const next = radius * random.between(0.8, 1.2);
      // At an end or a corner the curve starts out towards the next point.
      const before = i === 0 || corner[i] ? i : i - 1;
      const after = i + 1 === last || corner[i + 1] ? i + 1 : i + 2;
      const [p0, p1, p2, p3] = [before, i, i + 1, after].map((point) => start + 2 * point);
      const length = Math.abs(pixels[p2] - pixels[p1]) + Math.abs(pixels[p2 + 1] - pixels[p1 + 1]);
      const pieces = 1 + Math.floor(length / 2.5);
      let x = pixels[p1];
      let y = pixels[p1 + 1];
      let r = pressure;
      for (let k = 1; k <= pieces; k++) {
        const t = k / pieces;
        const nextX = spline(pixels[p0], pixels[p1], pixels[p2], pixels[p3], t);
        const nextY = spline(pixels[p0 + 1], pixels[p1 + 1], pixels[p2 + 1], pixels[p3 + 1], t);
        const nextR = pressure + t * (next - pressure);
        pen.line(x, y, r, nextX, nextY, nextR, softness);
        [x, y, r] = [nextX, nextY, nextR];
      }
      pressure = next;
    }
  }

  /** Turns ink into grey bytes: uneven ink on slightly noisy paper. */
  private develop(random: Random, image: Uint8Array): void {
    const { canvas } = this.pen;
    const darkest = random.between(195, 255);
    const grain = random.between(2, 26);
    for (let i = 0; i < canvas.length; i++) {
      if (canvas[i] === 0) continue;
      image[i] = Math.max(0, Math.floor(canvas[i] * (darkest - grain * random.uniform())));
    }
  }
}

function choose(styles: readonly Style[], random: Random): Style {
  const total = styles.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.integer(total);
  for (const style of styles) {
    left -= style.weight;
    if (left < 0) return style;
  }
  return styles[0];
}

/** Catmull-Rom between p1 and p2. */
const spline = (p0: number, p1: number, p2: number, p3: number, t: number): number =>
  p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
