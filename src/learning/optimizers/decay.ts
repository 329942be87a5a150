import type { Value } from '../../graph/graph';
import { number, word } from '../../language/parameters';
import type { OptimizerContext, ParameterUpdate } from '../entries';

/** Weight decay decoupled from the gradient: Loshchilov and Hutter, *Decoupled Weight Decay Regularization* (2019). */

export const decayParameters = {
  decay: number('λ: weight decay.', { minimum: 0, default: 0.01 }),
  decays: word(
    'What decays: weights, but no biases and nothing of normalizations, or `all`.',
    ['weights', 'all'],
    { default: 'weights' },
  ),
};

export const decayFormula = '$w \\leftarrow (1 - \\eta \\lambda) w$ for weights.';

export interface Decay {
  readonly decay: number;
  readonly decays: string;
}

/** Gives the value a parameter has once it has decayed. */
export function decaying({
  graph,
  rate,
  arguments: { decay = 0, decays },
}: OptimizerContext<Partial<Decay>>): (parameter: ParameterUpdate) => Value {
  if (decay === 0) return ({ weight }) => weight;
  const kept = graph.sub(1, graph.mul(rate, decay));
  return ({ weight, isWeight }) =>
    isWeight || decays === 'all' ? graph.mul(weight, kept) : weight;
}
