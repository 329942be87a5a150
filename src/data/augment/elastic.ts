import { number } from '../../language/parameters';
import type { Random } from '../../random/random';
import type { AugmentationEntry } from './augmentation';

const parameters = {
  alpha: number('Strength.', { minimum: 0, default: 34 }),
  sigma: number('How smooth: the deviation of the Gaussian, in pixels.', {
    minimum: 0.5,
    maximum: 1000,
    default: 4,
  }),
};

export const elastic: AugmentationEntry<typeof parameters> = {
  kind: 'augmentation',
  name: 'elastic',
  summary: 'Bends images smoothly, as handwriting varies.',
  details:
    'Every pixel is taken from a place $\\alpha\\, (G_\\sigma * u)$ away, $u$ uniform in ±1 along each axis (Simard, ' +
    'Steinkraus and Platt, 2003): about $\\alpha / (2 \\sigma \\sqrt{3 \\pi})$ pixels, 1.4 with the defaults. The ' +
    'Gaussian is made of three moving averages.',
  parameters,
  example: 'augment elastic(alpha: 34, sigma: 4)',
  warp: ({ alpha, sigma }, warp, random) => {
    const { width, height, x, y } = warp;
    const dx = smoothNoise(height, width, sigma, random);
    const dy = smoothNoise(height, width, sigma, random);
    for (let i = 0; i < x.length; i++) {
      const column = modulo(Math.round(x[i]), width);
      const at = modulo(Math.round(y[i]), height) * width + column;
      x[i] += alpha * dx[at];
      y[i] += alpha * dy[at];
    }
  },
};

const modulo = (value: number, length: number): number =>
  value >= 0 && value < length ? value : ((value % length) + length) % length;

/** Uniform noise in ±1 under a Gaussian; the opposite sides meet, so that it is alike everywhere. */
export function smoothNoise(
  height: number,
  width: number,
  sigma: number,
  random: Random,
): Float64Array {
  const noise = new Float64Array(height * width);
  for (let i = 0; i < noise.length; i++) noise[i] = random.between(-1, 1);
  const box = boxOf((sigma * sigma) / 3);
  for (let pass = 0; pass < 3; pass++) {
    for (let row = 0; row < height; row++) average(noise, row * width, 1, width, box);
    for (let column = 0; column < width; column++) average(noise, column, width, height, box);
  }
  return noise;
}

/** A moving average: so many numbers to each side count whole, the next ones in part. */
interface Box {
  readonly whole: number;
  readonly part: number;
}

/** The average of this variance (extended box filter: Gwosdek, Grewenig, Bruhn and Weickert, 2011). */
function boxOf(variance: number): Box {
  const whole = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const missing = (2 * whole + 1) * (variance - (whole * (whole + 1)) / 3);
  return { whole, part: missing / (2 * ((whole + 1) ** 2 - variance)) };
}

/** One line with its continuation on both sides; grows as needed. */
let line = new Float64Array(0);

/** Moving average along one line, by a running sum. */
function average(
  values: Float64Array,
  start: number,
  stride: number,
  length: number,
  { whole, part }: Box,
): void {
  const margin = whole + 1;
  if (line.length < length + 2 * margin) line = new Float64Array(length + 2 * margin);
  for (let i = 0; i < length; i++) line[margin + i] = values[start + i * stride];
  for (let i = 0; i < margin; i++) {
    line[margin - 1 - i] = line[margin + length - 1 - (i % length)];
    line[margin + length + i] = line[margin + (i % length)];
  }
  const weight = 1 / (2 * whole + 1 + 2 * part);
  let sum = 0;
  for (let i = 1; i <= 2 * whole + 1; i++) sum += line[i];
  for (let i = 0; i < length; i++) {
    const after = line[i + 2 * margin];
    values[start + i * stride] = weight * (sum + part * (line[i] + after));
    sum += after - line[i + 1];
  }
}
