import { saturatedShare, type ActivityStep, type LayerActivity } from '../../learning/activity';
import type { Provider, Tensor } from '../devices/runtime';
import type { Surroundings } from '../jobs/jobs';
import { overSplit, type Subject } from './overSplit';

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

/** What the units of all layers do over the first samples of a split; as far as it got when it is told to stop. */
export async function countActivity(
  device: Provider,
  step: ActivityStep,
  subject: Subject,
  surroundings: Surroundings,
): Promise<{ readonly samples: number; readonly layers: ReadonlyMap<string, Activity> }> {
  const tallies = step.layers.map((layer) => new Tally(layer));
  const outputs = step.layers.flatMap(({ mean, variance, active, saturated }) => [
    ...[mean, variance, active],
    ...(saturated === undefined ? [] : [saturated]),
  ]);
  let done = 0;
  await overSplit(device, step, subject, surroundings, async (look) => {
    for await (const { length, results } of look(outputs, 'Counting active units')) {
      for (const tally of tallies) tally.add(results, length);
      done += length;
    }
  });
  return {
    samples: done,
    layers: new Map(tallies.map((tally) => [tally.layer.layer, tally.told])),
  };
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

  add(results: Readonly<Record<string, Tensor>>, samples: number): void {
    const { size, mean, variance, active, saturated } = this.layer;
    const numbers = (name: string) => results[name].data as Float32Array;
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
