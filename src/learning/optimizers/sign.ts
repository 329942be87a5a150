import { number } from '../../language/parameters';
import { defineOptimizer } from '../entries';
import { signOf } from './signs';

export const sign = defineOptimizer({
  name: 'sign',
  synonyms: ['signsgd', 'sign_sgd', 'manhattan'],
  summary: 'Steps of the rate’s length against the sign of the gradient; for batches of any size.',
  details:
    '$w \\leftarrow w - \\eta\\, f\\, \\mathrm{sgn}(g)$. With `adapt` φ above 1 each weight has its own factor: $f \\leftarrow f φ^{\\pm 1}$, plus where the sign of the gradient is that of its running mean $m \\leftarrow α m + (1 - α) g$, minus where it is the other; $f$ starts at 1. ' +
    'Unlike `rprop` it trusts no single batch, as in the recurrent networks of Robinson and Fallside (1991). With φ = 1: sign descent, Bernstein et al. (2018).',
  parameters: {
    rate: number('η, the length of a step.', { above: 0, default: 0.001 }),
    adapt: number('φ: how much the step of a weight grows or shrinks at a time; 1 keeps it.', {
      minimum: 1,
      maximum: 2,
      default: 1,
    }),
    average: number('α, of the running mean.', { minimum: 0, maximum: 0.9999, default: 0.9 }),
    range: number('The factor stays between 1/range and this.', { minimum: 1, default: 100 }),
  },
  example: 'optimizer sign(rate: 0.001, adapt: 1.1)',
  state: ({ adapt }) => (adapt > 1 ? ['mean', 'growth'] : []),
  build({ graph, rate, arguments: { adapt, average, range } }) {
    if (adapt === 1)
      return ({ weight, gradient }) => ({
        weight: graph.sub(weight, graph.mul(signOf(graph, gradient), rate)),
        state: {},
      });
    // Logarithms of the factors, which start at zero.
    const pace = Math.log(adapt);
    const bounds = [graph.scalar(-Math.log(range)), graph.scalar(Math.log(range))];
    return ({ weight, gradient, state }) => {
      const direction = signOf(graph, gradient);
      const agreement = graph.mul(direction, signOf(graph, state.mean));
      const grown = graph.add(state.growth, graph.mul(agreement, pace));
      const growth = graph.apply('Clip', [grown, ...bounds]);
      const step = graph.mul(graph.exp(growth), rate);
      const mean = graph.add(graph.mul(state.mean, average), graph.mul(gradient, 1 - average));
      return {
        weight: graph.sub(weight, graph.mul(direction, step)),
        state: { mean, growth },
      };
    };
  },
});
