import { inOrder } from '../../data/batches';
import { targetSize, type Dataset, type SplitName } from '../../data/dataset';
import { evenly } from '../../data/evenly';
import type { EvaluationStep } from '../../learning/step';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { runOn } from '../devices/executor';
import { createSession, loadRuntime, type Provider, type Tensor } from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import type { Surroundings } from '../jobs/jobs';
import { largestBatch } from './subject';

/** Milliseconds between notifications. */
const notifyEvery = 100;

/** Samples to look at, and with which parameters. */
export interface Subject {
  readonly dataset: Dataset;
  readonly split: SplitName;
  /** So many samples at most: the first ones, or evenly spread ones where each stands alone. */
  readonly atMost: number;
  readonly spread?: true;
  readonly parameters: ReadonlyMap<string, Float32Array>;
}

/** A batch as it was read, valid until the next one, and what came of it. */
interface Batch {
  readonly length: number;
  /** Numbers of the samples in their split. */
  readonly indices: Int32Array;
  /** [length, …] at the front. */
  readonly targets: Float32Array;
  readonly results: Readonly<Record<string, Tensor>>;
}

/** Goes once over the samples for these outputs of the graph; `doing` is what that is called meanwhile. */
type Look = (outputs: readonly string[], doing: string) => AsyncGenerator<Batch>;

/**
 * Runs an evaluation over samples of a split, batch by batch, as often as `use` looks at them; layers with a state go on
 * from segment to segment. Told to stop, a look ends after the batch it is at.
 */
export async function overSplit<T>(
  device: Provider,
  step: EvaluationStep,
  { dataset, split: splitName, atMost, spread, parameters }: Subject,
  { signal, notify }: Surroundings,
  use: (look: Look) => Promise<T>,
): Promise<T> {
  const split = dataset.splits[splitName];
  const count = wholeRuns(step, dataset, Math.min(split.count, atMost));
  const runtime = await loadRuntime();
  const model = plainModel(device, step.graph, 'inspection');
  const session = await createSession(runtime, model, device);
  const shapes = new Map(step.graph.inputs.map(({ name, type }) => [name, type.shape.map(Number)]));
  const samples = new Float32Array(largestBatch * elements(dataset.inputShape));
  const wanted = targetShape(targetSize(dataset.target));
  const targets = new Float32Array(largestBatch * elements(wanted));
  const tensor = (data: Float32Array, shape: readonly number[]): Tensor =>
    new runtime.Tensor('float32', data.subarray(0, elements(shape)), shape);
  const given = step.parameters
    .filter(({ input }) => shapes.has(input))
    .map(({ key, input }) => [input, tensor(parameters.get(key)!, shapes.get(input)!)] as const);
  const run = runLength(step, dataset, count);
  const chosen = spread && run === 1 ? evenly(split.count, count) : undefined;
  async function* look(...[outputs, doing]: Parameters<Look>): AsyncGenerator<Batch> {
    const fetched = [...outputs, ...step.carried.map(({ output }) => output)];
    let done = 0;
    let [turn, notified] = [0, performance.now()];
    let before: Readonly<Record<string, Tensor>> | undefined;
    for (const places of inOrder(count, largestBatch, run)) {
      if (signal.aborted && done > 0) break;
      const indices = chosen ? places.map((place) => chosen[place]) : places;
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
      yield { length, indices, targets, results };
      before = ++turn % run === 0 ? undefined : results;
      done += length;
      if (performance.now() - notified < notifyEvery) continue;
      notified = performance.now();
      notify({ event: 'progress', doing, step: done, steps: count });
    }
  }
  try {
    return await use(look);
  } finally {
    await session.release();
  }
}

/** How many samples follow each other. */
const runLength = ({ carried, series }: EvaluationStep, { segments }: Dataset, count: number) =>
  carried.length === 0 ? 1 : series ? count : segments;

/** Sequences of which all segments are counted, at least one. */
function wholeRuns(step: EvaluationStep, dataset: Dataset, count: number): number {
  const run = runLength(step, dataset, count);
  return Math.max(1, Math.floor(count / run)) * run;
}
