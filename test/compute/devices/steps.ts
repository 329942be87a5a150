import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import type { StepExecutor, StepResult } from '../../../src/compute/devices/executor';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { TrainPlan } from '../../../src/learning/plan';
import type { TrainingStep } from '../../../src/learning/step';
import { initialize } from '../../../src/network/initialize';
import type { BatchBuffers } from '../../../src/data/feeder';
import { Random } from '../../../src/random/random';
import { chain, networkOf } from '../../unit/network/support';
import type { Feeds } from '../graph/support';
import { plan } from '../learning/support';

export const batch = 4;
const classes = 3;

/** The training step of a network that has three classes. */
export function stepOf(
  text: string,
  more: Partial<TrainPlan> = {},
): { step: TrainingStep; state: ReadonlyMap<string, Float32Array> } {
  const network = networkOf(text);
  const targets = { kind: 'classes', count: classes } as const;
  return {
    step: buildTrainingStep(network, plan(more), { batch, targets }),
    state: initialize(network, 5),
  };
}

/** A network with random numbers in it. */
export const withDropout = chain(
  'image[2, 6, 6]',
  'C: conv(3, kernel: 3) relu',
  'maxpool(2)',
  'D: dense(6) tanh',
  'dropout(0.3)',
  'output: dense(3) softmax',
);

/** Writes the batch of a step: the same numbers each time. */
export function fill(buffers: BatchBuffers, step: number): void {
  new Random(7, step).fillUniform(buffers.samples);
  buffers.targets.fill(0);
  const width = buffers.targets.length / batch;
  for (let i = 0; i < batch; i++) buffers.targets[i * width + ((i + step) % width)] = 1;
  for (const [name, numbers] of buffers.random) new Random(7, step, name).fillUniform(numbers);
}

/** Trains `steps` steps at different rates, as many in one run as there are slots, and gives copies of the results. */
export async function trainOn(executor: StepExecutor, steps: number): Promise<StepResult[]> {
  const results: StepResult[] = [];
  while (results.length < steps) {
    const first = results.length + 1;
    const count = Math.min(executor.slots.length, steps - results.length);
    const rates = Array.from({ length: count }, (_, i) => 0.2 / (first + i));
    rates.forEach((_, i) => fill(executor.slots[i], first + i));
    for (const result of await executor.run(rates, first))
      results.push(result.map((numbers) => numbers.slice()));
  }
  return results;
}

/** All inputs of a step, at the rate 0.1. */
export function feedsOfStep(step: TrainingStep, state: ReadonlyMap<string, Float32Array>): Feeds {
  const shapes = new Map(
    step.graph.inputs.map(({ name, type }) => [name, type.shape as readonly number[]]),
  );
  const zeros = (name: string) =>
    new Float32Array((shapes.get(name) ?? []).reduce((product, n) => product * n, 1));
  const { samples, targets } = step.inputs;
  const random = new Map(step.random.map(({ input }) => [input, zeros(input)]));
  const buffers = { samples: zeros(samples), targets: zeros(targets), random };
  fill(buffers, 1);
  const values = new Map([
    [samples, buffers.samples],
    [targets, buffers.targets],
    [step.scalars.rate, Float32Array.of(0.1)],
    [step.scalars.step, Float32Array.of(1)],
    ...random,
    ...step.state.map(({ key, input }) => [input, state.get(key) ?? zeros(input)] as const),
  ]);
  return Object.fromEntries(
    [...shapes].map(([name, shape]) => [name, new Tensor('float32', values.get(name)!, shape)]),
  );
}
