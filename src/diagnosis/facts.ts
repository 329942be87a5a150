import type { TrainPlan } from '../learning/plan';
import { parameterKey, type Layer, type Network } from '../network/network';
import { elements } from '../shape/elements';
import type { Examination } from '../runs/events';
import { fromWire } from '../runs/wireNumber';
import type { TrainingRecord } from './record';

/** What diagnoses go by: what was trained, how, and what the training has told. */
export interface Facts {
  /** Of the phase that goes on, or was the last one. */
  readonly network: Network;
  readonly plan: TrainPlan;
  readonly record: TrainingRecord;
}

/** The newest look at the network. */
export const lastLook = ({ record }: Facts): Examination | undefined => record.examinations.at(-1);

/** Whether it is over: what only the end shows may be said. */
export const hasEnded = ({ record }: Facts): boolean => record.end !== undefined;

/** How much better answers are than the best constant one, and the numbers that say so. */
export interface Skill {
  /** 0: no better than a constant answer; 1: perfect. */
  readonly value: number;
  /** How far chance alone may move it. */
  readonly error: number;
  readonly accuracy?: {
    readonly reached: number;
    readonly constant: number;
    readonly answer: string;
  };
  readonly explained?: number;
}

/** The skill of the newest look; undefined where outputs are no answers, or targets do not vary. */
export function skillOf(facts: Facts): Skill | undefined {
  const look = lastLook(facts);
  const answers = look?.answers;
  if (!answers) return undefined;
  if (answers.kind === 'classes') {
    const total = sum(answers.truth);
    const most = Math.max(...answers.truth);
    if (total === 0 || most === total) return undefined;
    const [reached, constant] = [sum(answers.right) / total, most / total];
    return {
      value: (reached - constant) / (1 - constant),
      error: Math.sqrt((constant * (1 - constant)) / total) / (1 - constant),
      accuracy: { reached, constant, answer: answers.names[answers.truth.indexOf(most)] ?? '' },
    };
  }
  const variance = sum(answers.variance.map(fromWire));
  if (!(variance > 0)) return undefined;
  const explained = 1 - sum(answers.error.map(fromWire)) / variance;
  const value = Number.isFinite(explained) ? explained : -Infinity;
  return { value, error: 1 / Math.sqrt(Math.max(1, look.samples)), explained: value };
}

/** Whether the answers are so good that nothing in the way has hurt. */
export const hasLearned = (facts: Facts, least = 0.8): boolean => {
  const skill = skillOf(facts);
  return skill !== undefined && skill.value >= least;
};

/** A layer that learns, with the key of its greatest matrix of weights and how many such layers a signal has passed with it. */
export interface WeightLayer {
  readonly layer: Layer;
  readonly key: string;
  readonly depth: number;
}

/** The layers whose weights have gradients, in the network's order. */
export function weightLayers({ network, record }: Facts): readonly WeightLayer[] {
  const known = new Set(record.gradientKeys);
  const depths = new Map<string, number>();
  return network.layers.flatMap((layer) => {
    const before = Math.max(0, ...layer.inputs.map((id) => depths.get(id) ?? 0));
    const [weight] = layer.parameters
      .filter((spec) => spec.shape.length > 1 && known.has(parameterKey(layer, spec)))
      .sort((a, b) => elements(b.shape) - elements(a.shape));
    const depth = weight ? before + 1 : before;
    depths.set(layer.id, depth);
    return weight ? [{ layer, key: parameterKey(layer, weight), depth }] : [];
  });
}

export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
