import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeNotebook, trainAction } from '../src/compute/notebooks/notebook';
import type { BatchBuffers } from '../src/data/feeder';
import { floatingPointOperations } from '../src/graph/cost';
import { buildTrainingStep } from '../src/learning/rules';
import type { TrainingStep } from '../src/learning/step';
import { initialize } from '../src/network/initialize';
import type { Network } from '../src/network/network';
import { Random } from '../src/random/random';
import type { TargetSize } from '../src/shape/targets';

/** The benchmark's networks in the order of the table. */
export const workloadNames = [
  'xor',
  'mlp',
  'lenet5',
  'vgg',
  'resnet-8',
  'inception',
  'rnn',
  'rbm',
  'char-lstm',
  'char-gpt',
] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  readonly name: WorkloadName;
  readonly batch: number;
  readonly targets: TargetSize;
  readonly step: TrainingStep;
  readonly state: ReadonlyMap<string, Float32Array>;
  /** Floating-point operations of the products and convolutions in one step, as differentiation writes them. */
  readonly operations: number;
}

/** Compiles `workloads/NAME.dnn` as the product does; the data it names is never read. */
export function loadWorkload(name: WorkloadName): Workload {
  const notebook = analyzeNotebook({ path: pathOf(name), text: workloadText(name) }, {});
  const { network, plan, data } = trainAction(notebook, 0);
  const targets = targetsOf(network);
  const options = { batch: data.batch, targets: { kind: 'classes', ...targets } } as const;
  const step = buildTrainingStep(network, plan, options);
  return {
    name,
    batch: data.batch,
    targets,
    step,
    state: initialize(network, plan.seed),
    operations: floatingPointOperations(step.graph),
  };
}

const pathOf = (name: WorkloadName): string => join(__dirname, 'workloads', `${name}.dnn`);

/** The notebook of a workload. */
export const workloadText = (name: WorkloadName): string => readFileSync(pathOf(name), 'utf8');

/** The random numbers of a step, as a training makes them. */
export function drawRandom({ random }: BatchBuffers, step: number): void {
  for (const [name, numbers] of random) new Random(1, 'step', step, name).fillUniform(numbers);
}

/** Classes, for a whole sample or for each step of a sequence. */
export const targetsOf = ({ outputs: [{ shape }] }: Network): TargetSize =>
  shape.length === 2 ? { count: shape[1], steps: shape[0] } : { count: shape[0] };

/** Writes a class for each row, a sample or a step of one, as a number that may be greater than there are classes. */
export function fillTargets(
  targets: Float32Array,
  { count, steps }: TargetSize,
  classOf: (row: number) => number,
): void {
  // A step has a weight behind its classes.
  const width = steps === undefined ? count : count + 1;
  targets.fill(0);
  for (let row = 0; row * width < targets.length; row++) {
    targets[row * width + (classOf(row) % count)] = 1;
    if (steps !== undefined) targets[row * width + count] = 1;
  }
}

/** A batch of uniform pixels, the classes in turn. */
export function fillBatch(workload: Workload, { samples, targets }: BatchBuffers): void {
  new Random(1, 'samples').fillUniform(samples);
  fillTargets(targets, workload.targets, (row) => row);
}
