import { inOrder } from '../../data/batches';
import { targetSize, type Dataset, type SplitName } from '../../data/dataset';
import { saturatedShare, type ActivityStep, type LayerActivity } from '../../learning/activity';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { runOn } from '../devices/executor';
import { createSession, loadRuntime, type Provider, type Tensor } from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import type { Surroundings } from '../jobs/jobs';
import { largestBatch } from './subject';

/** Milliseconds between notifications. */
const notifyEvery = 100;

interface Subject {
  readonly dataset: Dataset;
  readonly split: SplitName;
  /** So many samples at most. */
  readonly atMost: number;
  readonly parameters: ReadonlyMap<string, Float32Array>;
}

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
  { dataset, split: splitName, atMost, parameters }: Subject,
  { signal, notify }: Surroundings,
): Promise<{ readonly samples: number; readonly layers: ReadonlyMap<string, Activity> }> {
  const split = dataset.splits[splitName];
  const count = wholeRuns(step, dataset, Math.min(split.count, atMost));
  const runtime = await loadRuntime();
  const session = await createSession(runtime, plainModel(device, step.graph, 'activity'), device);
  const shapes = new Map(step.graph.inputs.map(({ name, type }) => [name, type.shape.map(Number)]));
  const samples = new Float32Array(largestBatch * elements(dataset.inputShape));
  const wanted = targetShape(targetSize(dataset.target));
  const targets = new Float32Array(largestBatch * elements(wanted));
  const tensor = (data: Float32Array, shape: readonly number[]): Tensor =>
    new runtime.Tensor('float32', data.subarray(0, elements(shape)), shape);
  const given = step.parameters
    .filter(({ input }) => shapes.has(input))
    .map(({ key, input }) => [input, tensor(parameters.get(key)!, shapes.get(input)!)] as const);
  const tallies = step.layers.map((layer) => new Tally(layer));
  const fetched = [
    ...step.layers.flatMap(({ mean, variance, active, saturated }) => [
      ...[mean, variance, active],
      ...(saturated === undefined ? [] : [saturated]),
    ]),
    ...step.carried.map(({ output }) => output),
  ];
  let done = 0;
  let [turn, notified] = [0, performance.now()];
  let before: Readonly<Record<string, Tensor>> | undefined;
  try {
    const run = runLength(step, dataset, count);
    for (const indices of inOrder(count, largestBatch, run)) {
      if (signal.aborted && done > 0) break;
      const { length } = indices;
      split.gather(indices, samples, targets);
      const carried = step.carried.map(
        ({ input, output, shape }) =>
          [
            input,
            before?.[output] ??
              tensor(new Float32Array(length * elements(shape)), [length, ...shape]),
          ] as const,
      );
      const feeds = {
        ...Object.fromEntries<Tensor>([...given, ...carried]),
        [step.inputs.samples]: tensor(samples, [length, ...dataset.inputShape]),
        [step.inputs.targets]: tensor(targets, [length, ...wanted]),
      };
      const results = await runOn(device, session.run(feeds, fetched), 'in an inspection');
      for (const tally of tallies) tally.add(results, length);
      before = ++turn % run === 0 ? undefined : results;
      done += length;
      if (performance.now() - notified < notifyEvery) continue;
      notified = performance.now();
      notify({ event: 'progress', doing: 'Counting active units', step: done, steps: count });
    }
  } finally {
    await session.release();
  }
  return {
    samples: done,
    layers: new Map(tallies.map((tally) => [tally.layer.layer, tally.told])),
  };
}

/** How many samples follow each other. */
const runLength = ({ carried, series }: ActivityStep, { segments }: Dataset, count: number) =>
  carried.length === 0 ? 1 : series ? count : segments;

/** Sequences of which all segments are counted, at least one. */
function wholeRuns(step: ActivityStep, dataset: Dataset, count: number): number {
  const run = runLength(step, dataset, count);
  return Math.max(1, Math.floor(count / run)) * run;
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
