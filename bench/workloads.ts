import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeNotebook, trainAction } from '../src/compute/notebooks/notebook';
import type { BatchBuffers } from '../src/data/feeder';
import { floatingPointOperations } from '../src/graph/cost';
import { buildTrainingStep } from '../src/learning/rules';
import type { TrainingStep } from '../src/learning/step';
import { initialize } from '../src/network/initialize';
import { Random } from '../src/random/random';

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
] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  readonly name: WorkloadName;
  readonly batch: number;
  readonly step: TrainingStep;
  readonly state: ReadonlyMap<string, Float32Array>;
  /** Floating-point operations of the products and convolutions in one step, as differentiation writes them. */
  readonly operations: number;
}

/** Compiles `workloads/NAME.dnn` as the product does; the data it names is never read. */
export function loadWorkload(name: WorkloadName): Workload {
  const notebook = analyzeNotebook({ path: pathOf(name), text: workloadText(name) }, {});
  const { network, plan, data } = trainAction(notebook, 0);
  const count = network.outputs[0].shape[0];
  const options = { batch: data.batch, targets: { kind: 'classes', count } } as const;
  const step = buildTrainingStep(network, plan, options);
  return {
    name,
    batch: data.batch,
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

/** A batch of uniform pixels, the classes in turn. */
export function fillBatch({ batch }: Workload, { samples, targets }: BatchBuffers): void {
  new Random(1, 'samples').fillUniform(samples);
  const classes = targets.length / batch;
  targets.fill(0);
  for (let i = 0; i < batch; i++) targets[i * classes + (i % classes)] = 1;
}
