import { GraphBuilder } from '../graph/builder';
import type { TrainingStep } from '../learning/step';
import { writeModel } from '../onnx/write';
import type { StoredTensor } from '../runs/safetensors';
import { resultNames, runOn, stepInputs, type StepExecutor, type StepResult } from './executor';
import { createSession, type Provider, type Runtime, type Session, type Tensor } from './runtime';

/** A step whose state stays on the device: the outputs of one step are the inputs of the next. */
export class DeviceExecutor implements StepExecutor {
  readonly samples: Float32Array;
  readonly targets: Float32Array;
  readonly random: ReadonlyMap<string, Float32Array>;
  private readonly inputs;
  private state = new Map<string, Tensor>();

  private constructor(
    private readonly runtime: Runtime,
    private readonly device: Provider,
    private readonly session: Session,
    /** Copies state to the CPU: in ONNX Runtime 1.30 reading a device tensor directly aborts the process. */
    private readonly reader: Session,
    private readonly training: TrainingStep,
    /** All of it. */
    state: ReadonlyMap<string, Float32Array>,
  ) {
    this.inputs = stepInputs(runtime, training);
    ({ samples: this.samples, targets: this.targets, random: this.random } = this.inputs);
    this.write(state);
  }

  static async create(
    runtime: Runtime,
    provider: Provider,
    model: Uint8Array,
    training: TrainingStep,
    state: ReadonlyMap<string, Float32Array>,
    profile?: string,
  ): Promise<DeviceExecutor> {
    const session = await createSession(runtime, model, provider, {
      profile,
      outputs: {
        ...Object.fromEntries(training.state.map(({ output }) => [output, 'gpu-buffer' as const])),
        ...Object.fromEntries(resultNames(training).map((name) => [name, 'cpu' as const])),
      },
    });
    const reader = await createSession(runtime, identity(training), provider);
    return new DeviceExecutor(runtime, provider, session, reader, training, state);
  }

  async step(rate: number, step: number): Promise<StepResult> {
    this.inputs.rate[0] = rate;
    this.inputs.step[0] = step;
    const feeds: Record<string, Tensor> = { ...this.inputs.feeds };
    for (const { key, input } of this.training.state) feeds[input] = this.state.get(key)!;
    const outputs = await runOn(this.device, this.session.run(feeds));
    const old = this.state;
    this.state = new Map(this.training.state.map(({ key, output }) => [key, outputs[output]]));
    for (const tensor of old.values()) tensor.dispose();
    const { loss, correct, gradients } = this.training.outputs;
    const number = (name: string): number => Number(outputs[name].data[0]);
    return {
      loss: number(loss),
      ...(correct !== undefined && { correct: number(correct) }),
      gradients: outputs[gradients].data as Float32Array,
    };
  }

  parameter(key: string): Tensor {
    return this.state.get(key)!;
  }

  async read(): Promise<Map<string, StoredTensor>> {
    const feeds = Object.fromEntries(
      this.training.state.map((s, i) => [`i${i}`, this.state.get(s.key)!]),
    );
    const outputs = await this.reader.run(feeds);
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
    await this.session.release();
    await this.reader.release();
  }
}

/** A model that gives each piece of state back as it is. */
function identity(training: TrainingStep): Uint8Array {
  const graph = new GraphBuilder();
  training.state.forEach(({ shape }, i) => {
    const input = graph.input(`i${i}`, 'float32', shape);
    graph.output(`o${i}`, graph.add('Identity', [input]));
  });
  return writeModel(graph.build(), { name: 'state reader' });
}
