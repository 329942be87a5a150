import type { Value } from '../../graph/graph';
import { number } from '../../language/parameters';
import { defineOptimizer } from '../entries';
import { mask, signOf } from './signs';

export const rprop = defineOptimizer({
  name: 'rprop',
  synonyms: ['resilient_propagation'],
  summary: 'Steps whose lengths depend only on the signs of the gradient; for full-batch training.',
  details:
    'A step grows by $\\eta^+$ while its weight’s gradient keeps its sign; when the sign changes, the step shrinks by $\\eta^-$ and the weight stays as it is for one step. The rate is the length of the first step only, so a schedule has no effect. Riedmiller and Braun (1993).',
  parameters: {
    rate: number('Length of the first step.', { above: 0, default: 0.01 }),
    grow: number('η⁺', { minimum: 1, default: 1.2 }),
    shrink: number('η⁻', { above: 0, maximum: 1, default: 0.5 }),
    minimum: number('The shortest step.', { above: 0, default: 1e-6 }),
    maximum: number('The longest step.', { above: 0, default: 50 }),
  },
  example: 'optimizer rprop(rate: 0.01)',
  findsRate: true,
  state: () => ['sign', 'length'],
  build({ graph, rate, arguments: { grow, shrink, minimum, maximum } }) {
    const bounds = [graph.scalar(minimum), graph.scalar(maximum)];
    const scaled = (x: Value, factor: number) => graph.mul(x, factor);
    return ({ weight, gradient, state }) => {
      const sign = signOf(graph, gradient);
      const agreement = graph.mul(sign, state.sign);
      const kept = mask(graph, 'Greater', agreement);
      const turned = mask(graph, 'Less', agreement);
      // No length is zero but before the first step.
      const first = graph.mul(mask(graph, 'Equal', state.length), rate);
      const old = graph.add(state.length, first);
      const change = graph.sub(scaled(kept, grow - 1), scaled(turned, 1 - shrink));
      const factor = graph.add(change, 1);
      const length = graph.apply('Clip', [graph.mul(old, factor), ...bounds]);
      const taken = graph.mul(sign, graph.sub(1, turned));
      const moved = graph.sub(weight, graph.mul(taken, length));
      return { weight: moved, state: { sign: taken, length } };
    };
  },
});
