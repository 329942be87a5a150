import type { Targets } from '../../../../src/learning/entries';
import { buildTrainingStep, phasesOf } from '../../../../src/learning/rules';
import type { TrainPlan } from '../../../../src/learning/plan';
import type { BatchBuffers } from '../../../../src/data/feeder';
import { initialize } from '../../../../src/network/initialize';
import { Random } from '../../../../src/random/random';
import { networkOf } from '../../../unit/network/support';
import { call, plan } from '../support';

export type Parameters = Map<string, Float64Array>;
/** Random numbers a step was given, by the name of their input. */
export type Uniform = (name: string) => Float32Array;

/** A small training by a learning rule, with the same written a second time in plain loops and float64. */
export interface RuleCase {
  readonly network: string;
  readonly plan: Partial<TrainPlan>;
  readonly batch: number;
  readonly targets: Targets;
  /** Which of the rule's phases it is; its last one, when left out. */
  readonly phase?: number;
  /** Makes the samples; uniform from 0 to 1 when left out. */
  readonly inputs?: (samples: Float32Array) => void;
  /** Moves the parameters by one step; gives what the rule tells of it, single numbers by name. */
  step(
    parameters: Parameters,
    batch: {
      readonly samples: Float32Array;
      readonly targets: Float32Array;
      readonly uniform: Uniform;
    },
    rate: number,
  ): Readonly<Record<string, number>>;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const sgd = call('sgd', { rate: 1, momentum: 0, nesterov: false });

/** Outputs before the activation of one layer: [batch, units]. */
export function sums(weight: Float64Array, bias: Float64Array, x: ArrayLike<number>): number[] {
  const inputs = weight.length / bias.length;
  return Array.from(bias, (b, unit) => {
    let sum = b;
    for (let i = 0; i < inputs; i++) sum += weight[unit * inputs + i] * x[i];
    return sum;
  });
}

export const classes = (count: number): Targets => ({ kind: 'classes', count });

/** From −1 to 1. */
export const around = (samples: Float32Array): void =>
  samples.forEach((value, i) => (samples[i] = 2 * value - 1));

/** The step of a case, and the parameters it begins with. */
export function stepOfRule({ network: text, plan: more, batch, targets, phase }: RuleCase) {
  const network = networkOf(text);
  const options = { batch, targets };
  const part = phase === undefined ? undefined : phasesOf(network, plan(more))[phase];
  const step =
    part?.kind === 'steps'
      ? part.method.build(part.network, part.plan, options)
      : buildTrainingStep(network, plan(more), options);
  return { step, state: initialize(network, 5) };
}

/** Writes the batch of a step: other numbers each time. */
export function fillRule(
  { batch, targets, inputs }: RuleCase,
  buffers: BatchBuffers,
  step: number,
): void {
  new Random(7, step).fillUniform(buffers.samples);
  inputs?.(buffers.samples);
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < targets.count; i++)
      buffers.targets[n * targets.count + i] =
        targets.kind === 'classes'
          ? Number(i === (n + step) % targets.count)
          : Math.sin(n + 2 * i + step);
  for (const [name, numbers] of buffers.random) new Random(7, step, name).fillUniform(numbers);
}
