import { inOrder } from '../../data/batches';
import type { Dataset, SplitName } from '../../data/dataset';
import type { PassSums } from '../../learning/rules/rule';
import type { EvaluationStep } from '../../learning/step';
import { elements } from '../../network/shapes';
import type { Scores } from '../../runs/events';
import { runOn } from '../devices/executor';
import type { Provider, Runtime, Session, Tensor } from '../devices/runtime';

/** Samples evaluated at once. */
const chunk = 256;

type ParameterOf = (key: string) => Tensor;

/** Measures parameters on a whole split. */
export class Evaluator {
  private readonly samples: Float32Array;
  private readonly targets: Float32Array;

  constructor(
    private readonly runtime: Runtime,
    private readonly device: Provider,
    private readonly session: Session,
    private readonly evaluation: EvaluationStep,
    private readonly dataset: Dataset,
  ) {
    this.samples = new Float32Array(chunk * elements(dataset.inputShape));
    this.targets = new Float32Array(chunk * dataset.target.names.length);
  }

  get measures(): EvaluationStep['measures'] {
    return this.evaluation.measures;
  }

  /** The measures of a split, each by its name; undefined for an empty one. */
  async score(name: SplitName, parameter: ParameterOf): Promise<Scores | undefined> {
    const { count } = this.dataset.splits[name];
    if (count === 0) return undefined;
    const { sums } = await this.sums(name, parameter);
    return Object.fromEntries(
      this.evaluation.measures.map(({ name, fold }) => {
        const [sum] = sums.get(name)!;
        return [name, fold === 'mean' ? sum / count : sum];
      }),
    );
  }

  /** The sums of all measures over a split, in float64. Throws the signal's reason when it is aborted. */
  async sums(name: SplitName, parameter: ParameterOf, signal?: AbortSignal): Promise<PassSums> {
    const split = this.dataset.splits[name];
    const { measures } = this.evaluation;
    const sums = new Map<string, Float64Array>();
    const fetched = measures.map(({ output }) => output);
    for (const indices of inOrder(split.count, chunk)) {
      signal?.throwIfAborted();
      const results = await this.run(name, indices, parameter, fetched);
      for (const { name, output } of measures) {
        const numbers = results[output].data as Float32Array;
        const sum = sums.get(name) ?? new Float64Array(numbers.length);
        numbers.forEach((number, i) => (sum[i] += number));
        sums.set(name, sum);
      }
    }
    return { sums, samples: split.count };
  }

  /** What the evaluation draws, of the first samples of a split. */
  async pictures(
    name: SplitName,
    parameter: ParameterOf,
  ): Promise<readonly (EvaluationStep['pictures'][number] & { readonly images: Tensor })[]> {
    const { pictures } = this.evaluation;
    const { count } = this.dataset.splits[name];
    if (pictures.length === 0 || count === 0) return [];
    const first = Int32Array.from({ length: Math.min(shownSamples, count) }, (_, i) => i);
    const outputs = pictures.map(({ output }) => output);
    const results = await this.run(name, first, parameter, outputs);
    return pictures.map((picture) => ({ ...picture, images: results[picture.output] }));
  }

  dispose(): Promise<void> {
    return this.session.release();
  }

  private run(
    name: SplitName,
    indices: Int32Array,
    parameter: ParameterOf,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, Tensor>>> {
    const { inputs, parameters, graph } = this.evaluation;
    const { splits, inputShape, target } = this.dataset;
    splits[name].gather(indices, this.samples, this.targets);
    const read = new Set(graph.inputs.map((input) => input.name));
    const feeds = [
      ...parameters.map(({ key, input }) => [input, parameter(key)] as const),
      [inputs.samples, this.tensor(this.samples, indices.length, inputShape)] as const,
      [inputs.targets, this.tensor(this.targets, indices.length, [target.names.length])] as const,
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

/** Samples that pictures are made of, at most. */
const shownSamples = 16;
