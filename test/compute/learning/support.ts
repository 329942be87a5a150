import { type InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import type { BoundCall } from '../../../src/language/vocabulary';
import type { TrainPlan } from '../../../src/learning/plan';
import type { TrainingStep } from '../../../src/learning/step';
import { Random } from '../../../src/random/random';
import { sessionOf } from '../graph/support';

export const call = (name: string, values: BoundCall['arguments'] = {}): BoundCall => ({
  name,
  arguments: values,
});

/** A plan as the text would give it, with these parts. */
export const plan = (more: Partial<TrainPlan> = {}): TrainPlan => ({
  network: 'Net',
  data: 'data',
  loss: call('cross_entropy', { label_smoothing: 0 }),
  optimizer: call('sgd', { rate: 0.1, momentum: 0, nesterov: false }),
  schedule: call('constant'),
  epochs: 1,
  seed: 1,
  location: { cell: 0, start: 0, end: 0 },
  ...more,
});

export interface Batch {
  readonly samples: readonly number[] | Float32Array;
  readonly targets: readonly number[] | Float32Array;
}

/** What a step of back-propagation tells; a fraction is told as a sum over the batch. */
export interface StepResult {
  readonly loss: number;
  readonly accuracy?: number;
  readonly gradients: readonly number[];
}

/** What a step has told, by name, copied. */
function byMeasure({ measures }: TrainingStep, told: readonly Float32Array[]): StepResult {
  const by = new Map(measures.map(({ name }, i) => [name, [...told[i]]]));
  const accuracy = by.get('accuracy');
  return {
    loss: by.get('loss')![0],
    ...(accuracy && { accuracy: accuracy[0] }),
    gradients: by.get('gradients')!,
  };
}

/** Keys of the parameters of which a step tells the gradients. */
export const watchedIn = ({ measures }: Pick<TrainingStep, 'measures'>): readonly string[] =>
  measures.find(({ name }) => name === 'gradients')!.items!;

export const tensor = (values: ArrayLike<number>, shape: readonly unknown[]): Tensor =>
  new Tensor('float32', Float32Array.from(values), shape as number[]);

/** Runs one step after the other, as the training loop does; `state` holds the parameters and ends up renewed. */
export async function train(
  step: TrainingStep,
  state: Map<string, Float32Array>,
  batches: readonly Batch[],
  rate: number,
): Promise<StepResult[]> {
  const session = await sessionOf(step.graph);
  try {
    return await runSteps(session, step, state, batches, rate);
  } finally {
    await session.release();
  }
}

/** `train` in a session that is there already. */
export async function runSteps(
  session: InferenceSession,
  step: TrainingStep,
  state: Map<string, Float32Array>,
  batches: readonly Batch[],
  rate: number,
): Promise<StepResult[]> {
  const shapes = new Map(step.graph.inputs.map(({ name, type }) => [name, type.shape]));
  const results: StepResult[] = [];
  for (const [index, batch] of batches.entries()) {
    const feeds: Record<string, Tensor> = {
      [step.inputs.samples]: tensor(batch.samples, shapes.get(step.inputs.samples)!),
      [step.inputs.targets]: tensor(batch.targets, shapes.get(step.inputs.targets)!),
      [step.scalars.rate]: tensor([rate], []),
      [step.scalars.step]: tensor([index + 1], []),
    };
    for (const { key, input, shape } of step.state) {
      const size = shape.reduce((n, m) => n * m, 1);
      feeds[input] = tensor(state.get(key) ?? new Float32Array(size), shape);
    }
    for (const { input, shape } of step.random) {
      const values = new Float32Array(shape.reduce((n, m) => n * m, 1));
      feeds[input] = tensor(new Random(1, index, input).fillUniform(values), shape);
    }
    const outputs = await session.run(feeds);
    for (const { key, output } of step.state) {
      state.set(key, outputs[output].data as Float32Array);
    }
    const told = step.measures.map(({ output }) => outputs[output].data as Float32Array);
    results.push(byMeasure(step, told));
  }
  return results;
}
