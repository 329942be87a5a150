import { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { sliceAxis } from '../graph/layout';
import { lower, type LoweredNetwork } from '../network/lower';
import type { Network } from '../network/network';
import { targetShape } from '../shape/targets';
import { type MeasureEntry, measureOf, type MeasureOf, outputOf } from './measures/measure';
import type { EvaluationStep, Picture, Series, StepMeasure, StepOptions } from './step';

/** Images of one picture that are shown, at most. */
export const mostImages = 16;

export type EvaluationOptions = Omit<StepOptions, 'batch'> & {
  /** Absent: each sample is measured by itself. */
  readonly series?: Series;
};

/** Writes what measures a batch of any size into a graph: the network in inference behaviour, nothing random. */
export class EvaluationBuilder {
  readonly graph = new GraphBuilder();
  /** [N, count]; where each step has a target, [N, steps, count + 1]. */
  readonly targets: Value;
  readonly lowered: LoweredNetwork;
  private readonly samples: Value;
  private readonly answer: (samples: Value) => LoweredNetwork;
  private readonly parameters = new Map<string, Value>();
  private readonly measures: StepMeasure[] = [];
  private readonly pictures: Picture[] = [];
  private weight: string | undefined;
  private readonly carried = new Map<string, { value: Value; shape: readonly number[] }>();
  private readonly series: Series | undefined;

  constructor(network: Network, options: EvaluationOptions) {
    const { normalization, targets, segments, series } = options;
    const follows = segments !== undefined || series !== undefined;
    this.series = series;
    const { graph } = this;
    this.targets = graph.input('targets', 'float32', ['N', ...targetShape(targets)]);
    this.samples = graph.input('samples', 'float32', ['N', ...network.input.shape]);
    this.answer = (samples) =>
      lower(network, graph, {
        batch: 'N',
        samples,
        training: false,
        normalization,
        parameter: (key, shape) => this.parameter(key, shape),
        ...(follows && { carried: (key, shape) => this.carriedOver(key, shape) }),
      });
    this.lowered = this.answer(this.samples);
  }

  /** The mean of the main head's answers to other samples, all made of those of the batch. */
  meanAnswer(views: (samples: Value) => readonly Value[]): Value {
    const answers = views(this.samples).map((view) => this.answer(view).outputs[0].output);
    const sum = answers.reduce((total, answer) => this.graph.add(total, answer));
    return this.graph.mul(sum, 1 / answers.length);
  }

  /** A parameter by key: one of the network, or one of the rule's own. */
  parameter(key: string, shape: readonly number[]): Value {
    const value = this.parameters.get(key) ?? this.graph.input(key, 'float32', shape);
    this.parameters.set(key, value);
    return value;
  }

  private carriedOver(key: string, shape: readonly number[]): Value {
    const value = this.graph.input(key, 'float32', ['N', ...shape]);
    this.carried.set(key, { value, shape });
    return value;
  }

  /** Tells a measure: its sum over the batch, a scalar or a tensor. */
  measure(entry: MeasureEntry, sum: Value, of?: MeasureOf): void {
    const measure = measureOf(entry, of);
    const output = outputOf(measure);
    this.graph.output(output, sum);
    this.measures.push({ ...measure, output });
  }

  /** Says how many rows count in the batch, a scalar: what the means are over, where they are not over samples. */
  weigh(sum: Value): void {
    this.weight = 'weight';
    this.graph.output(this.weight, sum);
  }

  /**
   * Draws images, [count, channels, height, width]: the first ones, where the graph says that there are more than are shown.
   * `total` says how many there are where these are a choice of them.
   */
  picture(name: string, caption: string, images: Value, total?: number): void {
    const output = `picture:${name}`;
    const [count] = images.type.shape;
    const isMore = typeof count === 'number' && count > mostImages;
    this.graph.output(output, isMore ? sliceAxis(this.graph, images, 0, 0, mostImages) : images);
    const all = total ?? (isMore ? count : undefined);
    this.pictures.push({ name, caption, output, ...(all !== undefined && { total: all }) });
  }

  /** The evaluation, complete. */
  build(): EvaluationStep {
    const { graph, lowered, targets, parameters, measures, pictures, weight } = this;
    graph.output('prediction', lowered.outputs[0].output);
    const carried = [...this.carried].map(([key, { value, shape }]) => {
      const output = `${key}:next`;
      graph.output(output, lowered.left.get(key)!);
      return { shape, input: value.name, output };
    });
    return {
      graph: graph.build(),
      inputs: { samples: lowered.samples.name, targets: targets.name },
      parameters: [...parameters].map(([key, { name }]) => ({ key, input: name })),
      carried,
      measures,
      ...(weight !== undefined && { weight }),
      prediction: 'prediction',
      pictures,
      ...(this.series && { series: this.series }),
    };
  }
}
