/** Joins what batches tell of how units vary together, and finds units that say the same. */

export interface CorrelatedPair {
  readonly units: readonly [number, number];
  readonly correlation: number;
}

export interface Redundancy {
  /** Units whose outputs follow from those of an earlier one. */
  readonly redundant: number;
  readonly pairs: number;
  /** Those that correlate most, at most so many as were asked for. */
  readonly closest: readonly CorrelatedPair[];
}

/** Of fewer samples, outputs look alike by chance. */
export const fewestSamples = 20;

/** A deviation below this share of the mean is rounding of float32. */
const rounding = 1e-5;

/** Means and moments over batches, joined as Chan, Golub and LeVeque (1983) do. */
export class UnitMoments {
  private samples = 0;
  private readonly mean: Float64Array;
  private readonly moments: Float64Array;

  constructor(readonly units: number) {
    this.mean = new Float64Array(units);
    this.moments = new Float64Array(units * units);
  }

  /** A batch: the mean of each unit, and the sums of products of distances to these, [units, units]. */
  add(samples: number, mean: ArrayLike<number>, moments: ArrayLike<number>): void {
    const { units } = this;
    const all = this.samples + samples;
    const weight = (this.samples * samples) / all;
    const distance = Float64Array.from(this.mean, (before, i) => mean[i] - before);
    for (let i = 0; i < units; i++)
      for (let j = 0; j < units; j++)
        this.moments[i * units + j] += moments[i * units + j] + weight * distance[i] * distance[j];
    for (let i = 0; i < units; i++) this.mean[i] += (distance[i] * samples) / all;
    this.samples = all;
  }

  /** Units with |r| above a limit; those that never change are left out. Undefined for too few samples. */
  redundancy(limit: number, most: number): Redundancy | undefined {
    const { units, samples, moments } = this;
    if (samples < fewestSamples) return undefined;
    const deviations = Array.from(this.mean, (_, i) => Math.sqrt(moments[i * units + i]));
    const varies = deviations.map(
      (deviation, i) => deviation / Math.sqrt(samples) > rounding * Math.abs(this.mean[i]),
    );
    const pairs: CorrelatedPair[] = [];
    const followers = new Set<number>();
    for (let j = 1; j < units; j++) {
      for (let i = 0; i < j; i++) {
        if (!varies[i] || !varies[j]) continue;
        const ratio = moments[i * units + j] / (deviations[i] * deviations[j]);
        if (!(Math.abs(ratio) > limit)) continue;
        pairs.push({ units: [i, j], correlation: Math.max(-1, Math.min(1, ratio)) });
        followers.add(j);
      }
    }
    const closest = pairs
      .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))
      .slice(0, most);
    return { redundant: followers.size, pairs: pairs.length, closest };
  }
}
