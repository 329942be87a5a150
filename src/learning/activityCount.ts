import { saturatedShare, type LayerActivity } from './activity';

/** What the units of a layer do over samples. */
export interface Activity {
  readonly mean: number;
  readonly deviation: number;
  /** The share of exact zeros. */
  readonly zeros: number;
  readonly units: number;
  /** Units that gave zero everywhere, for every sample. */
  readonly dead: number;
  /** Units that were almost always near an end of their range; absent where it has none. */
  readonly saturated?: number;
}

/** Counts what the units of layers do, batch by batch. */
export class ActivityCount {
  samples = 0;
  /** Names of what it reads of a batch. */
  readonly outputs: readonly string[];
  private readonly tallies: readonly Tally[];

  constructor(layers: readonly LayerActivity[]) {
    this.tallies = layers.map((layer) => new Tally(layer));
    this.outputs = layers.flatMap(({ mean, variance, active, saturated }) => [
      ...[mean, variance, active],
      ...(saturated === undefined ? [] : [saturated]),
    ]);
  }

  /** Takes in a batch of so many samples, given the numbers of its outputs by name. */
  add(numbers: (name: string) => Float32Array, samples: number): void {
    for (const tally of this.tallies) tally.add(numbers, samples);
    this.samples += samples;
  }

  /** By layer. */
  get told(): ReadonlyMap<string, Activity> {
    return new Map(this.tallies.map((tally) => [tally.layer.layer, tally.told]));
  }
}

/** Joins what batches tell of a layer; variances as Chan, Golub and LeVeque (1983). */
class Tally {
  private samples = 0;
  private mean = 0;
  /** The sum of squared distances to the mean. */
  private squares = 0;
  private active: Float64Array | undefined;
  private saturated: Float64Array | undefined;

  constructor(readonly layer: LayerActivity) {}

  add(numbers: (name: string) => Float32Array, samples: number): void {
    const { size, mean, variance, active, saturated } = this.layer;
    const [before, added] = [this.samples * size.sample, samples * size.sample];
    const distance = numbers(mean)[0] - this.mean;
    this.mean += (distance * added) / (before + added);
    this.squares +=
      numbers(variance)[0] * added + (distance ** 2 * before * added) / (before + added);
    this.samples += samples;
    this.active = sum(this.active, numbers(active));
    if (saturated !== undefined) this.saturated = sum(this.saturated, numbers(saturated));
  }

  get told(): Activity {
    const { size } = this.layer;
    const active = this.active ?? new Float64Array();
    const [all, each] = [this.samples * size.sample, this.samples * size.unit];
    const often = this.saturated?.filter((times) => times >= saturatedShare * each);
    return {
      mean: this.mean,
      deviation: Math.sqrt(this.squares / all),
      zeros: 1 - active.reduce((total, times) => total + times, 0) / all,
      units: active.length,
      dead: active.filter((times) => times === 0).length,
      ...(often && { saturated: often.length }),
    };
  }
}

const sum = (before: Float64Array | undefined, more: Float32Array): Float64Array =>
  before ? before.map((value, i) => value + more[i]) : Float64Array.from(more);
