import { Arithmetic } from '../graph/arithmetic';
import { GraphBuilder } from '../graph/builder';
import { gradients as gradientsOf } from '../graph/gradients';
import { GradientError } from '../graph/graphError';
import type { Value } from '../graph/graph';
import { lower, type LoweredNetwork } from '../network/lower';
import { parameterKey, type Network } from '../network/network';
import type { ParameterSpec } from '../network/parameters';
import { elements } from '../shape/elements';
import type { ParameterKind } from './entries';
import { targetShape } from '../shape/targets';
import { accumulation, every, type Accumulation } from './accumulation';
import { averaging, type Averaging, offsetName } from './averaging';
import { LearningError } from './learningError';
import { measures } from './measures';
import {
  type ChangedParameter,
  type MeasureEntry,
  measureOf,
  type MeasureOf,
  outputOf,
} from './measures/measure';
import { normal } from './normal';
import { weightPenalties } from './objective';
import type { TrainPlan } from './plan';
import { StepState } from './state';
import { norms } from './statistics';
import type { RandomInput, StepMeasure, StepOptions, TrainingStep } from './step';
import { update, type TrainedParameter } from './update';

/** What is known of a parameter before the step is written. */
type Trained = Pick<TrainedParameter, 'spec' | 'layer' | 'kind'>;

/**
 * Writes one training step into a graph. A rule says which way each parameter is to go (`descend`) and what is to be told
 * (`measure`); batch, rate, random numbers, accumulation, the optimizer, averages and `watch` are the same for all rules.
 */
export class StepBuilder {
  readonly graph = new GraphBuilder();
  /** [N, count]; where each step has a target, [N, steps, count + 1]. */
  readonly targets: Value;
  /** Scalars: the learning rate of this step, and its number, from 1. */
  readonly rate: Value;
  readonly step: Value;
  /** [N, …] */
  samples!: Value;
  private readonly random: RandomInput[] = [];
  private readonly state = new StepState(this.graph);
  private readonly initial = new Map<string, Float32Array>();
  private readonly measures: StepMeasure[] = [];
  private readonly cycle: Accumulation | undefined;
  private readonly average: Averaging | undefined;
  /** What may be changed, by key, in the network's order. */
  readonly trained: ReadonlyMap<string, Trained>;

  constructor(
    readonly network: Network,
    readonly plan: TrainPlan,
    readonly options: StepOptions,
  ) {
    const { graph } = this;
    const { batch, targets } = options;
    this.targets = graph.input('targets', 'float32', [batch, ...targetShape(targets)]);
    this.rate = graph.input('rate', 'float32', []);
    this.step = graph.input('step', 'float32', []);
    this.cycle = accumulation(graph, plan.accumulate ?? 1, this.step);
    this.average =
      plan.average &&
      averaging(graph, plan.average.decay, this.cycle?.step ?? this.step, this.cycle?.due);
    this.trained = trainedSpecs(network);
  }

  /** Samples in a batch. */
  get batch(): number {
    return this.options.batch;
  }

  /** The network on this batch, in training or in inference behaviour. */
  forward(training: boolean): LoweredNetwork {
    const { graph, network, options } = this;
    this.samples = graph.input('samples', 'float32', [options.batch, ...network.input.shape]);
    const lowered = lower(network, graph, {
      batch: options.batch,
      samples: this.samples,
      training,
      normalization: options.normalization,
      parameter: (key, shape) => this.parameter(key, shape, this.trained.has(key)),
      uniform: (layer, shape) => this.uniform(`${layer}:uniform`, shape as readonly number[]),
      ...(options.segments !== undefined && { carried: this.carriedOver(options.segments) }),
    });
    if (options.segments !== undefined)
      for (const [key, value] of lowered.left) this.remember(key, value);
    for (const [key, value] of lowered.updates) this.state.update(key, value);
    return lowered;
  }

  /** What layers have left in the step before; zero in each step that begins with new sequences, every `segments`-th. */
  private carriedOver(segments: number) {
    const { graph, batch } = this;
    const a = new Arithmetic(graph);
    const { due } = every(graph, segments, a.sub(this.step, 1));
    const goesOn = a.sub(1, due);
    return (key: string, shape: readonly number[]): Value =>
      a.mul(this.remembered(key, [batch, ...shape]), goesOn);
  }

  /** A parameter as it is trained, by key: one of the network, or one of the rule's own, which starts at zero or `initial`. */
  parameter(
    key: string,
    shape: readonly number[],
    isTrained = true,
    initial?: Float32Array,
  ): Value {
    if (initial) this.initial.set(key, initial);
    const value = this.state.input('parameter', key, shape);
    if (!this.average || !isTrained) return value;
    return this.average.trained(value, this.state.input('state', `${key}:${offsetName}`, shape));
  }

  /** What a rule remembers from step to step, under a key such as `H1:chain`; zero before the first step, or `initial`. */
  remembered(key: string, shape: readonly number[], initial?: Float32Array): Value {
    if (initial) this.initial.set(key, initial);
    return this.state.input('state', key, shape);
  }

  /** What is to be remembered after the step. */
  remember(key: string, value: Value): void {
    this.state.update(key, value);
  }

  /** Uniform numbers in [0, 1), fresh at each step: the same for the same seed, step and name on every device. */
  uniform(name: string, shape: readonly number[]): Value {
    const value = this.graph.input(name, 'float32', shape);
    this.random.push({ input: name, shape });
    return value;
  }

  /** Standard normal numbers, fresh at each step. */
  normal(name: string, shape: readonly number[]): Value {
    const radius = this.uniform(`${name}:radius`, shape);
    return normal(this.graph, radius, this.uniform(`${name}:angle`, shape));
  }

  /** Tells a number: a scalar, or a vector of one for each of `items`; `divisor` where it is a sum over samples. */
  measure(
    entry: MeasureEntry,
    value: Value,
    { divisor, ...of }: MeasureOf & { divisor?: number } = {},
  ): void {
    const measure = measureOf(entry, of);
    const output = outputOf(measure);
    this.graph.output(output, value);
    this.measures.push({
      ...measure,
      output,
      ...(divisor !== undefined && { divisor }),
    });
  }

  /** Adds nodes that only watch: they cost time, and change nothing. */
  watching<T>(add: () => T): T {
    return this.graph.within({ role: 'watching' }, add);
  }

  /** The L2 norm of each tensor, one vector; zero for an absent one. */
  norms(tensors: readonly (Value | undefined)[]): Value {
    return this.watching(() => norms(this.graph, tensors));
  }

  /** ∂total/∂value of each value, undefined where it has none. Throws a `LearningError` at the layer no gradient passes. */
  gradients(total: Value, values: readonly Value[]): ReadonlyMap<Value, Value> {
    const { graph, network } = this;
    try {
      return gradientsOf(graph, total, values);
    } catch (error) {
      if (!(error instanceof GradientError)) throw error;
      const layer = network.layers.find(({ id }) => id === error.layer);
      const where = layer ? `layer \`${layer.id}\`: ` : '';
      throw new LearningError(
        'no-gradient',
        `\`${network.name}\` cannot be trained through ${where}${error.message}; freeze all parameters before it, or end the network there`,
        layer,
      );
    }
  }

  /** Gradients with those of the penalties on the weights: for rules whose own directions know nothing of them. */
  penalized(
    gradients: ReadonlyMap<string, Value>,
    lowered: LoweredNetwork,
  ): ReadonlyMap<string, Value> {
    const { graph, network, plan } = this;
    const a = new Arithmetic(graph);
    const penalties = [...weightPenalties(graph, network, lowered, plan.regularize)];
    if (penalties.length === 0) return gradients;
    const total = penalties.reduce((sum, penalty) => a.add(sum, penalty));
    const keys = [...gradients.keys()].filter((key) => lowered.parameters.has(key));
    const weights = keys.map((key) => lowered.parameters.get(key)!);
    const found = this.gradients(total, weights);
    return new Map(
      [...gradients].map(([key, gradient]) => {
        const weight = lowered.parameters.get(key);
        const more = weight && found.get(weight);
        return [key, more ? a.add(gradient, more) : gradient] as const;
      }),
    );
  }

  /**
   * Moves parameters against these gradients: clipping, the optimizer, max-norm and averages do the rest. A parameter
   * without a gradient stays as it is. `more` are those of the rule's own. Gives the new values, by key.
   */
  descend(
    gradients: ReadonlyMap<string, Value | undefined>,
    weights: ReadonlyMap<string, Value>,
    more: ReadonlyMap<string, ParameterSpec & { readonly layer: string }> = new Map(),
  ): ReadonlyMap<string, Value> {
    const { graph, plan, state, rate, step, cycle, average } = this;
    const all = new Map<string, Trained>(this.trained);
    for (const [key, { layer, ...spec }] of more)
      all.set(key, { spec, layer, kind: kindOf(spec, false) });
    const reached = [...all].flatMap(([key, trained]): TrainedParameter[] => {
      const weight = weights.get(key)!;
      const gradient = gradients.get(key);
      return gradient ? [{ key, ...trained, weight, gradient }] : [];
    });
    const next = graph.within({ role: 'update' }, () =>
      update(reached, { graph, plan, state, rate, step, cycle, average }),
    );
    this.watch(
      [...all].map(([key, { layer }]) => {
        const weight = weights.get(key)!;
        return { key, layer, weight, gradient: gradients.get(key), next: next.get(key) ?? weight };
      }),
    );
    return next;
  }

  /** Adds the measures that the plan asks for. */
  private watch(parameters: readonly ChangedParameter[]): void {
    const { graph } = this;
    const items = parameters.map(({ key }) => key);
    for (const call of this.plan.watch ?? []) {
      const entry = measures.of(call);
      const { watch } = entry;
      if (!watch || this.measures.some(({ name }) => name === entry.name)) continue;
      const values = this.watching(() =>
        graph.concat(
          parameters.map((parameter) =>
            graph.within({ layer: parameter.layer }, () => watch(graph, parameter)),
          ),
          { axis: 0 },
        ),
      );
      this.measure(entry, values, { items });
    }
  }

  /** The step, complete. */
  build(): TrainingStep {
    return {
      state: this.state.publish(),
      graph: this.graph.build(),
      batch: this.batch,
      inputs: { samples: this.samples.name, targets: this.targets.name },
      random: this.random,
      scalars: { rate: this.rate.name, step: this.step.name },
      measures: this.measures,
      ...(this.initial.size > 0 && { initial: this.initial }),
    };
  }
}

/** The parameters of a network that may be trained, by key, in the network's order. Throws when there are none. */
function trainedSpecs(network: Network): ReadonlyMap<string, Trained> {
  const specs = new Map<string, Trained>();
  for (const layer of network.layers) {
    for (const spec of layer.parameters) {
      if (spec.frozen) continue;
      const kind = kindOf(spec, !network.outputs.includes(layer));
      specs.set(parameterKey(layer, spec), { spec, layer: layer.id, kind });
    }
  }
  if (specs.size > 0) return specs;
  const message = `\`${network.name}\` has nothing to train: it has no parameters, or all of them are frozen`;
  throw new LearningError('no-parameters', message);
}

/** How an optimizer may treat a parameter of a hidden layer, or of another. */
const kindOf = (spec: ParameterSpec, hidden: boolean): ParameterKind => ({
  isWeight: spec.penalized,
  isHiddenMatrix:
    hidden &&
    spec.penalized &&
    !spec.rowless &&
    spec.shape.length > 1 &&
    elements(spec.shape.slice(1)) === spec.fanIn,
});
