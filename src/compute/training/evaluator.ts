import { inOrder } from '../../data/batches';
import { targetSize, type Dataset, type Split, type SplitName } from '../../data/dataset';
import type { PassSums } from '../../learning/rules/rule';
import type { CarriedTensor, EvaluationStep } from '../../learning/step';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import type { Scores } from '../../runs/events';
import type { StoredTensor } from '../../runs/safetensors';
import { decodedError } from '../../learning/measures/sequences';
import { measureOf, type Measure } from '../../learning/measures/measure';
import type { Decoder, Listening } from './decoder';
import { runOn } from '../devices/executor';
import {
  createSession,
  type Provider,
  type Runtime,
  type Session,
  type Tensor,
} from '../devices/runtime';
import { plainModel } from '../devices/stepModel';

/** Samples evaluated at once. */
const chunk = 256;

export type ParameterOf = (key: string) => Tensor;

/** Parameters that lie in memory as an evaluator reads them. */
export const parameterOf =
  ({ Tensor }: Runtime, tensors: ReadonlyMap<string, StoredTensor>): ParameterOf =>
  (key) => {
    const { data, shape } = tensors.get(key)!;
    return new Tensor('float32', data, [...shape]);
  };

interface SumsOptions {
  readonly signal?: AbortSignal;
  /** So many samples at most. */
  readonly atMost?: number;
  /** Hears the answers, too. */
  readonly listening?: Listening | undefined;
}

/** Runs an evaluation on whole splits. */
export class Evaluator {
  private readonly samples: Float32Array;
  private readonly targets: Float32Array;
  private readonly targetShape: readonly number[];

  private constructor(
    private readonly runtime: Runtime,
    private readonly device: Provider,
    private readonly session: Session,
    private readonly evaluation: EvaluationStep,
    private readonly dataset: Dataset,
    private readonly decoder?: Decoder,
  ) {
    this.samples = new Float32Array(chunk * elements(dataset.inputShape));
    this.targetShape = targetShape(targetSize(dataset.target));
    this.targets = new Float32Array(chunk * elements(this.targetShape));
  }

  static async open(
    runtime: Runtime,
    device: Provider,
    evaluation: EvaluationStep,
    dataset: Dataset,
    decoder?: Decoder,
  ): Promise<Evaluator> {
    const model = plainModel(device, evaluation.graph, 'evaluation');
    const session = await createSession(runtime, model, device);
    return new Evaluator(runtime, device, session, evaluation, dataset, decoder);
  }

  /** What `score` tells. */
  get measures(): readonly Measure[] {
    const { measures } = this.evaluation;
    return this.decoder ? [...measures, measureOf(decodedError)] : measures;
  }

  /** The measures of a split, each by its name; undefined for an empty one. */
  async score(name: SplitName, parameter: ParameterOf): Promise<Scores | undefined> {
    const { count } = this.dataset.splits[name];
    const { measures } = this.evaluation;
    if (count <= this.washout) return undefined;
    const listening = this.decoder?.listen();
    const { sums, samples } = await this.sums(name, parameter, { listening });
    const trained =
      name !== 'train' && measures.some(({ aboveTraining }) => aboveTraining)
        ? await this.sums('train', parameter, { atMost: count })
        : undefined;
    const scores = Object.fromEntries(
      measures.map(({ name, fold, aboveTraining }) => {
        const [sum] = sums.get(name)!;
        const score = fold === 'mean' ? sum / samples : sum;
        const before = aboveTraining && trained && trained.sums.get(name)![0] / trained.samples;
        return [name, score - (before ?? 0)];
      }),
    );
    return listening ? { ...scores, [decodedError.name]: listening.error } : scores;
  }

  /**
   * The sums of all measures over a split, or over the first samples of it, in float64, and over how many they are: the first ones
   * of a series are left out. Throws the signal's reason when it is aborted.
   */
  async sums(
    name: SplitName,
    parameter: ParameterOf,
    { signal, atMost = Infinity, listening }: SumsOptions = {},
  ): Promise<PassSums> {
    const split = this.dataset.splits[name];
    const count = Math.min(split.count, atMost);
    const { measures, weight, prediction } = this.evaluation;
    let counted = weight === undefined ? count - this.washout : 0;
    const sums = new Map<string, Float64Array>();
    const outputs = measures.map(({ output }) => output);
    const fetched = [
      ...outputs,
      ...(weight === undefined ? [] : [weight]),
      ...(listening ? [prediction] : []),
    ];
    for await (const { indices, results } of this.inOrder(split, count, parameter, fetched)) {
      signal?.throwIfAborted();
      if (indices[0] < this.washout) continue;
      listening?.hear(indices, results[prediction].data as Float32Array, this.targets);
      if (weight !== undefined) counted += Number(results[weight].data[0]);
      for (const { name, output } of measures) {
        const numbers = results[output].data as Float32Array | Float64Array;
        const sum = sums.get(name) ?? new Float64Array(numbers.length);
        for (let i = 0; i < sum.length; i++) sum[i] += numbers[i];
        sums.set(name, sum);
      }
    }
    return { sums, samples: counted };
  }

  /** What the evaluation draws, of the first samples of a split. */
  async pictures(
    name: SplitName,
    parameter: ParameterOf,
  ): Promise<readonly (EvaluationStep['pictures'][number] & { readonly images: Tensor })[]> {
    const { pictures, series } = this.evaluation;
    const shown = series ? shownSteps : shownSamples;
    const split = this.dataset.splits[name];
    if (pictures.length === 0 || split.count === 0) return [];
    const first = Int32Array.from({ length: Math.min(shown, split.count) }, (_, i) => i);
    const outputs = pictures.map(({ output }) => output);
    const results = await this.run(split, first, parameter, outputs);
    return pictures.map((picture) => ({ ...picture, images: results[picture.output] }));
  }

  /** The main head's answers to all samples of a split, in order, some at a time. */
  async *predictions(
    split: Split,
    parameter: ParameterOf,
  ): AsyncGenerator<{ readonly first: number; readonly values: Float32Array }> {
    const { prediction } = this.evaluation;
    const run = this.inOrder(split, split.count, parameter, [prediction]);
    for await (const { indices, results } of run)
      yield { first: indices[0], values: results[prediction].data as Float32Array };
  }

  dispose(): Promise<void> {
    return this.session.release();
  }

  private get washout(): number {
    return this.evaluation.series?.washout ?? 0;
  }

  /** The outputs for the first samples of a split, some at a time; what is carried goes on through the segments of a sequence. */
  private async *inOrder(
    split: Split,
    count: number,
    parameter: ParameterOf,
    outputs: readonly string[],
  ): AsyncGenerator<{
    readonly indices: Int32Array;
    readonly results: Readonly<Record<string, Tensor>>;
  }> {
    const { carried, series } = this.evaluation;
    const segments = series ? count : this.dataset.segments;
    const run = carried.length > 0 ? segments : 1;
    const fetched = [...outputs, ...carried.map(({ output }) => output)];
    let before: Readonly<Record<string, Tensor>> | undefined;
    let done = 0;
    for (const indices of inOrder(count, chunk, run)) {
      const results = await this.run(split, indices, parameter, fetched, before);
      yield { indices, results };
      before = ++done % run === 0 ? undefined : results;
    }
  }

  private run(
    split: Split,
    indices: Int32Array,
    parameter: ParameterOf,
    outputs: readonly string[],
    before?: Readonly<Record<string, Tensor>>,
  ): Promise<Readonly<Record<string, Tensor>>> {
    split.gather(indices, this.samples, this.targets);
    return this.feed(indices.length, parameter, outputs, before);
  }

  /** The main head's answer to a sample that need not be one of the data. */
  async answer(sample: Float32Array, parameter: ParameterOf): Promise<Float32Array> {
    const { prediction } = this.evaluation;
    this.samples.set(sample);
    const results = await this.feed(1, parameter, [prediction]);
    return results[prediction].data as Float32Array;
  }

  /** The outputs for so many samples that lie ready. */
  private feed(
    count: number,
    parameter: ParameterOf,
    outputs: readonly string[],
    before?: Readonly<Record<string, Tensor>>,
  ): Promise<Readonly<Record<string, Tensor>>> {
    const { inputs, parameters, graph, carried } = this.evaluation;
    const none = ({ shape }: CarriedTensor): Tensor =>
      this.tensor(new Float32Array(count * elements(shape)), count, shape);
    const { inputShape } = this.dataset;
    const read = new Set(graph.inputs.map((input) => input.name));
    const feeds = [
      ...parameters.map(({ key, input }) => [input, parameter(key)] as const),
      [inputs.samples, this.tensor(this.samples, count, inputShape)] as const,
      [inputs.targets, this.tensor(this.targets, count, this.targetShape)] as const,
      ...carried.map((each) => [each.input, before?.[each.output] ?? none(each)] as const),
    ].filter(([input]) => read.has(input));
    const running = this.session.run(Object.fromEntries(feeds), [...outputs]);
    return runOn(this.device, running, 'in an evaluation');
  }

  private tensor(data: Float32Array, count: number, shape: readonly number[]): Tensor {
    return new this.runtime.Tensor('float32', data.subarray(0, count * elements(shape)), [
      count,
      ...shape,
    ]);
  }
}

/** Samples that pictures are made of, at most; steps, where samples are those of one series. */
const shownSamples = 16;
const shownSteps = 192;
