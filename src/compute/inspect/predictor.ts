import type { EvaluationStep } from '../../learning/step';
import { elements } from '../../shape/elements';
import { runOn } from '../devices/executor';
import {
  createSession,
  loadRuntime,
  type Runtime,
  type Session,
  type Tensor,
} from '../devices/runtime';
import { plainModel } from '../devices/stepModel';

/** Networks that are asked again and again on the CPU, each time with what came of the answer before. */

/** What a network is given at a step: samples [N, …], and the states of its layers by the names of their inputs. */
export interface Given {
  readonly samples: Float32Array;
  readonly count: number;
  readonly state: ReadonlyMap<string, Float32Array>;
}

/** A network that answers to some samples at once, each with its state. */
export class Predictor {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: Session,
    readonly evaluation: EvaluationStep,
    private readonly parameters: Readonly<Record<string, Tensor>>,
    private readonly purpose: string,
  ) {}

  /** `purpose` names it in errors: `forecast`. */
  static async open(
    evaluation: EvaluationStep,
    parameters: ReadonlyMap<string, Float32Array>,
    purpose: string,
  ): Promise<Predictor> {
    const runtime = await loadRuntime();
    const shapes = new Map(
      evaluation.graph.inputs.map(({ name, type }) => [name, type.shape.map(Number)]),
    );
    const feeds = evaluation.parameters.map(({ key, input }): [string, Tensor] => [
      input,
      new runtime.Tensor('float32', parameters.get(key)!, shapes.get(input)),
    ]);
    const model = plainModel('cpu', evaluation.graph, purpose);
    const session = await createSession(runtime, model, 'cpu');
    return new Predictor(runtime, session, evaluation, Object.fromEntries(feeds), purpose);
  }

  /** Outputs, [N, …], and what the next step is given of states. */
  async answer({ samples, count, state }: Given) {
    const { evaluation, runtime } = this;
    const tensor = (data: Float32Array, shape: readonly number[]) =>
      new runtime.Tensor('float32', data, [count, ...shape]);
    const { inputs, carried, graph, prediction } = evaluation;
    const shapeOf = (name: string): number[] =>
      graph.inputs
        .find((input) => input.name === name)!
        .type.shape.slice(1)
        .map(Number);
    const feeds = {
      ...this.parameters,
      [inputs.samples]: tensor(samples, shapeOf(inputs.samples)),
      [inputs.targets]: tensor(
        new Float32Array(count * elements(shapeOf(inputs.targets))),
        shapeOf(inputs.targets),
      ),
      ...Object.fromEntries(
        carried.map(({ input, shape }) => [input, tensor(state.get(input)!, shape)]),
      ),
    };
    const wanted = [prediction, ...carried.map(({ output }) => output)];
    const results = await runOn('cpu', this.session.run(feeds, wanted), `in ${this.purpose}`);
    const data = (name: string) => results[name].data as Float32Array;
    return {
      outputs: data(prediction),
      state: new Map(carried.map(({ input, output }) => [input, data(output)])),
    };
  }

  dispose(): Promise<void> {
    return this.session.release();
  }
}
