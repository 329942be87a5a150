import type { BatchBuffers } from '../../data/feeder';
import type { Value } from '../../graph/graph';
import type { TrainingStep } from '../../learning/step';
import type { StoredTensor } from '../../runs/safetensors';
import { providerError, type Provider, type Runtime, type Tensor } from './runtime';
import { elements } from '../../shape/elements';

/** A float32 tensor in the CPU's memory. */
export type FloatTensor = Tensor & { readonly data: Float32Array };

/** What is to be known of a training step to run it: all but how it computes. */
export type StepShape = Omit<TrainingStep, 'graph' | 'initial'> & {
  readonly graph: { readonly inputs: readonly Pick<Value, 'name' | 'type'>[] };
};

/** What one step tells: the numbers of each of its measures, in their order; valid until the next run. */
export type StepResult = readonly Float32Array[];

/**
 * Runs a training step again and again on one device and keeps its state there. Several steps may be one run: that costs
 * one copy of the state where it cannot stay on the device, and one wait for the results where it can.
 */
export interface StepExecutor extends BatchBuffers {
  /** Where the batches of the next run's steps are written, in their order; the first one is this executor itself. */
  readonly slots: readonly BatchBuffers[];
  /** Whether the state is still there when the device has failed. */
  readonly safe: boolean;
  /** Runs as many steps as there are rates, at most one for each slot; `first` is the first one's number, from 1. */
  run(rates: readonly number[], first: number): Promise<readonly StepResult[]>;
  /** Runs one step. */
  step(rate: number, step: number): Promise<StepResult>;
  /** The present parameters as they lie on the device, by key, for another session of the same device. */
  parameter(key: string): Tensor;
  /** Copies of parameters and optimizer state, by key. */
  read(): Promise<Map<string, StoredTensor>>;
  /** Replaces the state; keys that are missing keep their values. */
  write(state: ReadonlyMap<string, Float32Array>): void;
  dispose(): Promise<void>;
}

/** The part all executors share: inputs that come from the CPU, allocated once for each slot. */
export abstract class SlotExecutor implements StepExecutor {
  readonly slots: readonly (BatchBuffers & StepInputs)[];

  constructor(
    protected readonly runtime: Runtime,
    protected readonly device: Provider,
    protected readonly training: StepShape,
    slots: number,
  ) {
    this.slots = Array.from({ length: slots }, () => stepInputs(runtime, training));
  }

  get samples(): Float32Array {
    return this.slots[0].samples;
  }

  get targets(): Float32Array {
    return this.slots[0].targets;
  }

  get random(): ReadonlyMap<string, Float32Array> {
    return this.slots[0].random;
  }

  async run(rates: readonly number[], first: number): Promise<readonly StepResult[]> {
    rates.forEach((rate, i) => {
      this.slots[i].rate[0] = rate;
      this.slots[i].step[0] = first + i;
    });
    try {
      return await this.runSlots(rates.length);
    } catch (error) {
      throw providerError(this.device, error, `at step ${first}`);
    }
  }

  async step(rate: number, step: number): Promise<StepResult> {
    const [result] = await this.run([rate], step);
    return result;
  }

  abstract readonly safe: boolean;
  /** Runs a step with each of the first `count` slots. */
  protected abstract runSlots(count: number): Promise<readonly StepResult[]>;
  abstract parameter(key: string): Tensor;
  abstract read(): Promise<Map<string, StoredTensor>>;
  abstract write(state: ReadonlyMap<string, Float32Array>): void;
  abstract dispose(): Promise<void>;

  /** One step's results out of where they were fetched to. */
  protected result(fetched: (name: string) => Float32Array): StepResult {
    return this.training.measures.map(({ output }) => fetched(output));
  }
}

/** The inputs of a step that come from the CPU: batch, random numbers, scalars. */
type StepInputs = ReturnType<typeof stepInputs>;

function stepInputs(runtime: Runtime, step: StepShape) {
  const shapes = new Map(step.graph.inputs.map(({ name, type }) => [name, type.shape]));
  const tensor = (name: string): FloatTensor => {
    const shape = (shapes.get(name) ?? []).map(Number);
    return new runtime.Tensor('float32', new Float32Array(elements(shape)), shape);
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

/** Names and shapes of the outputs read after each step. */
export const resultShapes = ({ measures }: StepShape) =>
  new Map<string, readonly number[]>(
    measures.map(({ output, items }) => [output, items ? [items.length] : []]),
  );

/** Waits for a run of a session; a failure names the device, and `where` in a training it happened. */
export async function runOn<T>(device: Provider, running: Promise<T>, where?: string): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw providerError(device, error, where);
  }
}
