import { breathe, type DataContext } from './source';
import type { Samples } from './samples';
import { elements } from '../shape/elements';

/** Mean, standard deviation (of the population), minimum and maximum of each channel or feature. */
export interface Statistics {
  readonly mean: number[];
  readonly deviation: number[];
  readonly minimum: number[];
  readonly maximum: number[];
}

/** How many statistics samples have: one for each channel of images, feature of sequences [steps, features], column. */
export const groups = (inputShape: readonly number[]): number =>
  inputShape[inputShape.length === 2 ? 1 : 0];

/** Which of them each number of a sample, in its order, belongs to. */
export function groupOf(inputShape: readonly number[]): (index: number) => number {
  const count = groups(inputShape);
  if (inputShape.length === 2) return (index) => index % count;
  const run = elements(inputShape) / count;
  return (index) => Math.floor(index / run);
}

/** Statistics of the samples `members`, pixels in 0..1. */
export async function statistics(
  samples: Samples,
  members: Int32Array,
  inputShape: readonly number[],
  context: Pick<DataContext, 'progress' | 'signal'>,
): Promise<Statistics> {
  const size = elements(inputShape);
  const count = groups(inputShape);
  const accumulate =
    samples.inputs instanceof Float32Array
      ? new Moments(count, groupOf(inputShape))
      : new Bytes(count, inputShape.length === 2);
  const piece = Math.max(1, Math.floor(4e6 / size));
  for (let i = 0; i < members.length; i++) {
    const from = members[i] * size;
    accumulate.add(samples.inputs.subarray(from, from + size));
    if (i % piece === piece - 1) {
      await breathe(context, 'Measuring mean and deviation', i / members.length);
    }
  }
  return accumulate.result();
}

/** One histogram a channel: exact sums, and one addition a pixel. */
class Bytes {
  /** Each four times, for every fourth pixel: successive pixels are often equal, and one counter would wait for itself. */
  private readonly counters: Uint32Array[];

  constructor(
    count: number,
    /** Whether the numbers of a group stand `count` apart, as the features of sequences do, and not side by side. */
    private readonly apart: boolean,
  ) {
    this.counters = Array.from({ length: count }, () => new Uint32Array(4 * 256));
  }

  add(sample: Uint8Array | Float32Array): void {
    const { counters, apart } = this;
    const groups = counters.length;
    const run = sample.length / groups;
    for (const [group, counter] of counters.entries()) {
      if (apart) for (let at = group; at < sample.length; at += groups) counter[sample[at]]++;
      else
        for (let at = group * run, end = at + run; at < end; at++)
          counter[((at & 3) << 8) | sample[at]]++;
    }
  }

  result(): Statistics {
    const result: Statistics = { mean: [], deviation: [], minimum: [], maximum: [] };
    for (const counter of this.counters) {
      const histogram = Float64Array.from({ length: 256 }, (_, byte) =>
        [0, 256, 512, 768].reduce((sum, table) => sum + counter[table + byte], 0),
      );
      let n = 0;
      let sum = 0;
      for (let byte = 0; byte < 256; byte++) {
        n += histogram[byte];
        sum += histogram[byte] * byte;
      }
      const mean = sum / n;
      let squares = 0;
      for (let byte = 0; byte < 256; byte++) squares += histogram[byte] * (byte - mean) ** 2;
      result.mean.push(mean / 255);
      result.deviation.push(Math.sqrt(squares / n) / 255);
      result.minimum.push(histogram.findIndex((occurrences) => occurrences > 0) / 255);
      result.maximum.push(histogram.findLastIndex((occurrences) => occurrences > 0) / 255);
    }
    return result;
  }
}

/** Running mean and sum of squared deviations, which loses no digits to large means (Welford, 1962). */
class Moments {
  private readonly n: Float64Array;
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;
  private readonly minimum: Float64Array;
  private readonly maximum: Float64Array;

  constructor(
    count: number,
    private readonly groupOf: (index: number) => number,
  ) {
    this.n = new Float64Array(count);
    this.mean = new Float64Array(count);
    this.squares = new Float64Array(count);
    this.minimum = new Float64Array(count).fill(Infinity);
    this.maximum = new Float64Array(count).fill(-Infinity);
  }

  add(sample: Uint8Array | Float32Array): void {
    for (let i = 0; i < sample.length; i++) {
      const group = this.groupOf(i);
      const value = sample[i];
      const difference = value - this.mean[group];
      this.mean[group] += difference / ++this.n[group];
      this.squares[group] += difference * (value - this.mean[group]);
      if (value < this.minimum[group]) this.minimum[group] = value;
      if (value > this.maximum[group]) this.maximum[group] = value;
    }
  }

  result(): Statistics {
    return {
      mean: [...this.mean],
      deviation: [...this.squares].map((squares, group) => Math.sqrt(squares / this.n[group])),
      minimum: [...this.minimum],
      maximum: [...this.maximum],
    };
  }
}
