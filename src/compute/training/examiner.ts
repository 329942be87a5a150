import { targetSize, type Dataset } from '../../data/dataset';
import { evenly } from '../../data/evenly';
import { buildActivity, type ActivityStep } from '../../learning/activity';
import { ActivityCount } from '../../learning/activityCount';
import { givesAnswers, objectiveIn } from '../../learning/rules';
import type { Examination } from '../../runs/examination';
import type { StoredTensor } from '../../runs/safetensors';
import { toWire } from '../../runs/wireNumber';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { stepOptions } from '../batches/stepOptions';
import { runOn } from '../devices/executor';
import { createSession, type Runtime, type Session, type Tensor } from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import { answerTally } from './answerTally';
import { parameterOf, type ParameterOf } from './evaluator';
import type { StageSetup, StepsStage } from './stage';

/** Samples looked at, and how many of them at once. */
const examined = 512;
const chunk = 128;

/** The part of an examination that one look tells. */
export type Look = Pick<Examination, 'samples' | 'layers' | 'answers'>;

/** Looks at a network between two steps: what its units do and what it answers, over some training samples. */
export class Examiner {
  private constructor(
    private readonly runtime: Runtime,
    private readonly stage: StepsStage,
    private readonly dataset: Dataset,
    private readonly step: ActivityStep,
    private readonly session: Session,
  ) {}

  /** Opens a look at the network of a phase; undefined where its rule follows no gradient: then there is nothing to say. */
  static async open(
    { runtime, dataset }: StageSetup,
    stage: StepsStage,
  ): Promise<Examiner | undefined> {
    const { network, plan } = stage.phase;
    if (!objectiveIn(plan)) return undefined;
    // Sequences are looked at from their beginning: nothing is carried.
    const step = buildActivity(network, stepOptions(dataset, chunk));
    const model = plainModel(stage.device, step.graph, 'examination');
    const session = await createSession(runtime, model, stage.device);
    return new Examiner(runtime, stage, dataset, step, session);
  }

  async look(): Promise<Look> {
    const { dataset, step, stage } = this;
    const { network, plan } = stage.phase;
    const count = new ActivityCount(step.layers);
    const [head] = network.outputs;
    const answers = givesAnswers(plan) ? answerTally(head, dataset) : undefined;
    const indices = evenly(dataset.splits.train.count, examined);
    const outputs = [...count.outputs, ...(answers ? [step.prediction] : [])];
    for (let from = 0; from < indices.length; from += chunk) {
      const part = indices.subarray(from, from + chunk);
      const { results, targets } = await this.run(part, outputs);
      const numbers = (name: string) => results[name].data as Float32Array;
      count.add(numbers, part.length);
      answers?.add(numbers(step.prediction), targets);
    }
    const told = answers?.told;
    return {
      samples: indices.length,
      layers: [...count.told].map(([layer, told]) => ({
        layer,
        units: told.units,
        dead: told.dead,
        ...(told.saturated !== undefined && { saturated: told.saturated }),
        mean: toWire(told.mean),
        deviation: toWire(told.deviation),
      })),
      ...(told && { answers: told }),
    };
  }

  dispose(): Promise<void> {
    return this.session.release();
  }

  private async run(indices: Int32Array, outputs: readonly string[]) {
    const { dataset, step, runtime } = this;
    const { inputs, graph, parameters } = step;
    const shapeOf = targetShape(targetSize(dataset.target));
    const samples = new Float32Array(indices.length * elements(dataset.inputShape));
    const targets = new Float32Array(indices.length * elements(shapeOf));
    dataset.splits.train.gather(indices, samples, targets);
    const tensor = (data: Float32Array, shape: readonly number[]) =>
      new runtime.Tensor('float32', data, [indices.length, ...shape]);
    const parameter = this.parameter();
    const read = new Set(graph.inputs.map(({ name }) => name));
    const feeds = [
      ...parameters.map(({ key, input }) => [input, parameter(key)] as const),
      [inputs.samples, tensor(samples, dataset.inputShape)] as const,
      [inputs.targets, tensor(targets, shapeOf)] as const,
    ].filter(([input]) => read.has(input));
    const running = this.session.run(Object.fromEntries<Tensor>(feeds), [...outputs]);
    return { results: await runOn(this.stage.device, running, 'in an examination'), targets };
  }

  /** What is trained lies on the device; what this phase does not touch is kept beside it. */
  private parameter(): ParameterOf {
    const { executor, step, kept } = this.stage;
    const own = new Set(step.state.map(({ key }) => key));
    const others = parameterOf(this.runtime, kept);
    return (key) => (own.has(key) ? executor.parameter(key) : others(key));
  }
}

/** ‖Δw‖₂ / ‖w‖₂ of each parameter, with the larger of the old and the new w below. */
export function relativeUpdates(
  keys: readonly string[],
  before: ReadonlyMap<string, StoredTensor>,
  after: ReadonlyMap<string, StoredTensor>,
): Examination['updates'] {
  return keys.flatMap((key) => {
    const [old, next] = [before.get(key)?.data, after.get(key)?.data];
    if (!old || !next) return [];
    let [change, sizeBefore, sizeAfter] = [0, 0, 0];
    for (let i = 0; i < old.length; i++) {
      change += (next[i] - old[i]) ** 2;
      sizeBefore += old[i] ** 2;
      sizeAfter += next[i] ** 2;
    }
    const size = Math.sqrt(Math.max(sizeBefore, sizeAfter));
    return [{ key, ratio: toWire(change === 0 ? 0 : Math.sqrt(change) / Math.max(size, 1e-12)) }];
  });
}
