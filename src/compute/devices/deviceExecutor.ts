import { GraphBuilder } from '../../graph/builder';
import { nameAt } from '../../learning/severalSteps';
import { writeModel } from '../../onnx/write';
import type { StoredTensor } from '../../runs/safetensors';
import { resultShapes, SlotExecutor, type StepResult, type StepShape } from './executor';
import { elements } from '../../shape/elements';
import { createSession, type Provider, type Runtime, type Session, type Tensor } from './runtime';

/** Steps whose results are fetched together: each fetch waits until the device has done all it was given. */
const stepsPerFetch = 8;

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A step whose state stays on the device: the outputs of one step are the inputs of the next. Only batches and scalars
 * go there; results come back once for several steps.
 */
export class DeviceExecutor extends SlotExecutor {
  readonly safe = false;
  private state = new Map<string, Tensor>();

  private constructor(
    runtime: Runtime,
    device: Provider,
    training: StepShape,
    private readonly sessions: {
      readonly step: Session;
      /** Copies results to the CPU, side by side. */
      readonly results: Session;
      /** Copies state to the CPU: in ONNX Runtime 1.30 reading a device tensor directly aborts the process. */
      readonly state: Session;
    },
    /** All of it. */
    state: ReadonlyMap<string, Float32Array>,
  ) {
    super(runtime, device, training, stepsPerFetch);
    this.write(state);
  }

  static async create(
    runtime: Runtime,
    provider: Provider,
    model: Uint8Array,
    training: StepShape,
    state: ReadonlyMap<string, Float32Array>,
    profile?: string,
  ): Promise<DeviceExecutor> {
    const outputs = [
      ...training.state.map(({ output }) => output),
      ...resultShapes(training).keys(),
    ];
    const sessions = {
      step: await createSession(runtime, model, provider, {
        profile,
        outputs: Object.fromEntries(outputs.map((name) => [name, 'gpu-buffer'])),
      }),
      results: await createSession(runtime, resultCollector(training), provider),
      state: await createSession(runtime, stateReader(training), provider),
    };
    return new DeviceExecutor(runtime, provider, training, sessions, state);
  }

  parameter(key: string): Tensor {
    return this.state.get(key)!;
  }

  async read(): Promise<Map<string, StoredTensor>> {
    const feeds = Object.fromEntries(
      this.training.state.map((s, i) => [`i${i}`, this.state.get(s.key)!]),
    );
    const outputs = await this.sessions.state.run(feeds);
    return new Map(
      this.training.state.map(({ key, shape }, i) => [
        key,
        { shape, data: (outputs[`o${i}`].data as Float32Array).slice() },
      ]),
    );
  }

  write(state: ReadonlyMap<string, Float32Array>): void {
    for (const { key, shape } of this.training.state) {
      const data = state.get(key);
      if (!data) continue;
      this.state.get(key)?.dispose();
      this.state.set(key, new this.runtime.Tensor('float32', data.slice(), shape));
    }
  }

  async dispose(): Promise<void> {
    for (const tensor of this.state.values()) tensor.dispose();
    for (const session of Object.values(this.sessions)) await session.release();
  }

  protected async runSlots(count: number): Promise<readonly StepResult[]> {
    const made: Tensors[] = [];
    for (const { feeds } of this.slots.slice(0, count)) made.push(await this.oneStep(feeds));
    return this.fetch(made);
  }

  /** Hands one step to the device; its results stay there. */
  private async oneStep(inputs: Tensors): Promise<Tensors> {
    const feeds: Record<string, Tensor> = { ...inputs };
    for (const { key, input } of this.training.state) feeds[input] = this.state.get(key)!;
    const outputs = await this.sessions.step.run(feeds);
    const old = this.state;
    this.state = new Map(this.training.state.map(({ key, output }) => [key, outputs[output]]));
    for (const tensor of old.values()) tensor.dispose();
    return outputs;
  }

  private async fetch(made: readonly Tensors[]): Promise<readonly StepResult[]> {
    const shapes = [...resultShapes(this.training)];
    const feeds = this.slots.flatMap((_, i) => {
      const outputs = made[Math.min(i, made.length - 1)]; // the session wants results of all slots
      return shapes.map(([name]) => [nameAt(name, i), outputs[name]] as const);
    });
    const fetched = await this.sessions.results.run(Object.fromEntries(feeds));
    for (const outputs of made) for (const [name] of shapes) outputs[name].dispose();
    const sizes = new Map(shapes.map(([name, shape]) => [name, elements(shape)]));
    return made.map((_, i) =>
      this.result((name) => {
        const size = sizes.get(name)!;
        return (fetched[together(name)].data as Float32Array).subarray(i * size, (i + 1) * size);
      }),
    );
  }
}

/** Name of a result of all slots. */
const together = (name: string): string => `${name}@all`;

/** A model that puts the results of several steps side by side. */
function resultCollector(training: StepShape): Uint8Array {
  const graph = new GraphBuilder();
  for (const [name, shape] of resultShapes(training)) {
    const parts = Array.from({ length: stepsPerFetch }, (_, i) => {
      const input = graph.input(nameAt(name, i), 'float32', shape);
      return shape.length === 0 ? graph.reshape(input, [1]) : input;
    });
    graph.output(together(name), graph.concat(parts, { axis: 0 }));
  }
  return writeModel(graph.build(), { name: 'result collector' });
}

/** A model that gives each piece of state back as it is. */
function stateReader(training: StepShape): Uint8Array {
  const graph = new GraphBuilder();
  training.state.forEach(({ shape }, i) => {
    const input = graph.input(`i${i}`, 'float32', shape);
    graph.output(`o${i}`, graph.identity(input));
  });
  return writeModel(graph.build(), { name: 'state reader' });
}
