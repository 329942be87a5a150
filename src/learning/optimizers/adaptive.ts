import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { number } from '../../language/parameters';
import { decayFormula, decaying, decayParameters, type Decay } from './decay';
import { defineOptimizer, type OptimizerContext, type ParameterUpdate } from '../entries';

export const rate = number('Learning rate.', { above: 0, default: 0.001 });
const epsilon = number('ε: keeps the division finite.', { above: 0, default: 1e-8 });
export const share = (summary: string, value: number) =>
  number(summary, { minimum: 0, maximum: 0.999999, default: value });

/** decay · average + (1 − decay) · value */
export function average(graph: GraphBuilder, old: Value, value: Value, decay: number): Value {
  const kept = graph.mul(old, decay);
  return graph.add(kept, graph.mul(value, 1 - decay));
}

/**
 * 1 − decay^step. Written with tanh because subtracting from 1 in float32 loses digits in the first steps:
 * 1 − e^(−2u) = 2 tanh u / (1 + tanh u).
 */
function biasCorrection(graph: GraphBuilder, step: Value, decay: number): Value {
  if (decay === 0) return graph.scalar(1);
  const u = graph.mul(step, -Math.log(decay) / 2);
  const t = graph.tanh(u);
  const double = graph.add(t, t);
  return graph.div(double, graph.add(t, 1));
}

export const adamParameters = {
  rate,
  beta1: share('β₁: decay of the average gradient.', 0.9),
  beta2: share('β₂: decay of the average squared gradient.', 0.999),
  epsilon,
};

const adamFormula =
  '$m \\leftarrow \\beta_1 m + (1 - \\beta_1) g$, $v \\leftarrow \\beta_2 v + (1 - \\beta_2) g^2$, $w \\leftarrow w - \\eta\\, \\hat m / (\\sqrt{\\hat v} + \\epsilon)$ with $\\hat m = m / (1 - \\beta_1^t)$, $\\hat v = v / (1 - \\beta_2^t)$.';

interface Adam extends Partial<Decay> {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export function buildAdam(context: OptimizerContext<Adam>) {
  const { graph, rate, step, arguments: values } = context;
  const { beta1, beta2, epsilon } = values;
  const first = biasCorrection(graph, step, beta1);
  const root = graph.sqrt(biasCorrection(graph, step, beta2));
  // Both corrections in two scalars, so that each parameter costs no more than the uncorrected form.
  const length = graph.div(graph.mul(rate, root), first);
  const floor = graph.mul(root, epsilon);
  const decayed = decaying(context);

  return (parameter: ParameterUpdate) => {
    const { gradient, state } = parameter;
    const mean = average(graph, state.mean, gradient, beta1);
    const square = average(graph, state.square, graph.mul(gradient, gradient), beta2);
    const scale = graph.add(graph.sqrt(square), floor);
    const change = graph.mul(graph.div(mean, scale), length);
    return { weight: graph.sub(decayed(parameter), change), state: { mean, square } };
  };
}

export const adam = defineOptimizer({
  name: 'adam',
  summary: 'Steps scaled by running averages of the gradient and its square.',
  details: `${adamFormula} Kingma and Ba (2015).`,
  parameters: adamParameters,
  example: 'optimizer adam(rate: 0.001)',
  state: () => ['mean', 'square'],
  build: buildAdam,
});

export const adamw = defineOptimizer({
  name: 'adamw',
  summary: 'Adam with weight decay decoupled from the gradient.',
  details: `${adamFormula} Before that, ${decayFormula} Loshchilov and Hutter (2019).`,
  parameters: { ...adamParameters, ...decayParameters },
  example: 'optimizer adamw(rate: 0.001, decay: 0.01)',
  state: () => ['mean', 'square'],
  build: buildAdam,
});

export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  summary: 'Steps divided by a running root mean square of the gradient.',
  details:
    '$v \\leftarrow \\rho v + (1 - \\rho) g^2$, $w \\leftarrow w - \\eta g / (\\sqrt v + \\epsilon)$. Tieleman and Hinton (2012).',
  parameters: { rate, decay: share('ρ', 0.9), epsilon },
  example: 'optimizer rmsprop(rate: 0.001)',
  state: () => ['square'],
  build({ graph, rate, arguments: { decay, epsilon } }) {
    return ({ weight, gradient, state }) => {
      const square = average(graph, state.square, graph.mul(gradient, gradient), decay);
      const scale = graph.add(graph.sqrt(square), epsilon);
      const change = graph.mul(graph.div(gradient, scale), rate);
      return { weight: graph.sub(weight, change), state: { square } };
    };
  },
});
