import type { TrainingStep } from '../learning/step';
import type { StoredTensor } from '../runs/safetensors';
import { providerError, type Provider, type Runtime, type Session, type Tensor } from './runtime';

/** A float32 tensor in the CPU's memory. */
type FloatTensor = Tensor & { readonly data: Float32Array };

/** What one step tells. */
export interface StepResult {
  readonly loss: number;
  /** Right answers in the batch; absent for regression. */
  readonly correct?: number;
  /** ‖∂E/∂w‖₂ of the watched parameters; valid until the next step. */
  readonly gradients: Float32Array;
}

/** Runs a training step again and again on one device and keeps its state there. */
export interface StepExecutor {
  /** The next batch is written in here. */
  readonly samples: Float32Array;
  readonly targets: Float32Array;
  /** Uniform random numbers of the next step, by input name. */
  readonly random: ReadonlyMap<string, Float32Array>;
  step(rate: number, step: number): Promise<StepResult>;
  /** The present parameters as they lie on the device, by key, for another session of the same device. */
  parameter(key: string): Tensor;
  /** Copies of parameters and optimizer state, by key. */
  read(): Promise<Map<string, StoredTensor>>;
  /** Replaces the state; keys that are missing keep their values. */
  write(state: ReadonlyMap<string, Float32Array>): void;
  dispose(): Promise<void>;
}

/** The inputs of a step that come from the CPU: batch, random numbers, scalars; allocated once. */
export function stepInputs(runtime: Runtime, step: TrainingStep) {
  const shapes = new Map(step.graph.inputs.map(({ name, type }) => [name, type.shape]));
  const tensor = (name: string): FloatTensor => {
    const shape = (shapes.get(name) ?? []).map(Number);
    const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
    return new runtime.Tensor('float32', data, shape);
  };
  const names = [
    step.inputs.samples,
    step.inputs.targets,
    step.scalars.rate,
    step.scalars.step,
    ...step.random.map(({ input }) => input),
  ].filter((name) => shapes.has(name)); // what the optimizer does not need is not in the graph
  const feeds = Object.fromEntries(names.map((name) => [name, tensor(name)]));
  const data = (name: string): Float32Array => feeds[name]?.data ?? new Float32Array(1);
  return {
    feeds,
    samples: data(step.inputs.samples),
    targets: data(step.inputs.targets),
    rate: data(step.scalars.rate),
    step: data(step.scalars.step),
    random: new Map(step.random.map(({ input }) => [input, data(input)])),
  };
}

/** Names of the outputs read after each step. */
export const resultNames = ({ outputs }: TrainingStep): string[] =>
  [outputs.loss, outputs.correct, outputs.gradients].filter((name) => name !== undefined);

/** Waits for a run of a session; a failure names the device. */
export async function runOn<T>(device: Provider, running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw providerError(device, error);
  }
}

/**
 * A step whose state lives in the CPU's memory: two sets of tensors used in turn, one read, the other written in place,
 * so that nothing is allocated or copied. Devices that give every output back to the CPU use it too.
 */
export class HostExecutor implements StepExecutor {
  readonly samples: Float32Array;
  readonly targets: Float32Array;
  readonly random: ReadonlyMap<string, Float32Array>;
  private readonly inputs;
  private readonly results: Record<string, FloatTensor>;
  /** The two sets, by key; `current` is the one that holds the state. */
  private readonly sets: readonly [Map<string, Tensor>, Map<string, Tensor>];
  private readonly calls: readonly {
    feeds: Record<string, Tensor>;
    fetches: Record<string, FloatTensor>;
  }[];
  private current = 0;

  constructor(
    runtime: Runtime,
    private readonly device: Provider,
    private readonly session: Session,
    private readonly training: TrainingStep,
    state: ReadonlyMap<string, Float32Array>,
  ) {
    this.inputs = stepInputs(runtime, training);
    ({ samples: this.samples, targets: this.targets, random: this.random } = this.inputs);
    const float = (shape: readonly number[]) => {
      const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
      return new runtime.Tensor('float32', data, shape) as FloatTensor;
    };
    const set = () => new Map(training.state.map(({ key, shape }) => [key, float(shape)]));
    this.sets = [set(), set()];
    const vector = [training.watched.length];
    this.results = Object.fromEntries(
      resultNames(training).map((name) => [
        name,
        float(name === training.outputs.gradients ? vector : []),
      ]),
    );
    this.calls = [0, 1].map((from) => ({
      feeds: {
        ...this.inputs.feeds,
        ...Object.fromEntries(training.state.map((s) => [s.input, this.sets[from].get(s.key)!])),
      },
      fetches: {
        ...this.results,
        ...Object.fromEntries(
          training.state.map((s) => [s.output, this.sets[1 - from].get(s.key)! as never]),
        ),
      },
    }));
    this.write(state);
  }

  async step(rate: number, step: number): Promise<StepResult> {
    this.inputs.rate[0] = rate;
    this.inputs.step[0] = step;
    const { feeds, fetches } = this.calls[this.current];
    await runOn(this.device, this.session.run(feeds, fetches));
    this.current = 1 - this.current;
    const { loss, correct, gradients } = this.training.outputs;
    return {
      loss: this.results[loss].data[0],
      ...(correct !== undefined && { correct: this.results[correct].data[0] }),
      gradients: this.results[gradients].data,
    };
  }

  parameter(key: string): Tensor {
    return this.sets[this.current].get(key)!;
  }

  read(): Promise<Map<string, StoredTensor>> {
    const copy = ({ key, shape }: { key: string; shape: readonly number[] }) =>
      [key, { shape, data: (this.parameter(key).data as Float32Array).slice() }] as const;
    return Promise.resolve(new Map(this.training.state.map(copy)));
  }

  write(state: ReadonlyMap<string, Float32Array>): void {
    for (const [key, data] of state) {
      (this.sets[this.current].get(key)?.data as Float32Array | undefined)?.set(data);
    }
  }

  dispose(): Promise<void> {
    return this.session.release();
  }
}
