import { number } from '../../language/parameters';
import { defineOptimizer } from '../entries';
import { average, share } from './adaptive';
import { decayFormula, decaying, decayParameters } from './decay';
import { signOf } from './signs';

export const lion = defineOptimizer({
  name: 'lion',
  synonyms: ['evolved_sign_momentum'],
  summary: 'Steps of the rate’s length against the sign of an averaged gradient.',
  details: `$w \\leftarrow w - \\eta\\, \\mathrm{sgn}(\\beta_1 m + (1 - \\beta_1) g)$, then $m \\leftarrow \\beta_2 m + (1 - \\beta_2) g$. Before that, ${decayFormula} The rate is three to ten times smaller than that of \`adamw\`, the decay as many times larger. Chen et al., *Symbolic Discovery of Optimization Algorithms* (2023).`,
  parameters: {
    rate: number('Learning rate.', { above: 0, default: 0.0001 }),
    beta1: share('β₁: share of the average in the direction.', 0.9),
    beta2: share('β₂: decay of the average gradient.', 0.99),
    ...decayParameters,
  },
  example: 'optimizer lion(rate: 0.0003, decay: 0.1)',
  state: () => ['mean'],
  build(context) {
    const { graph, rate, arguments: values } = context;
    const decayed = decaying(context);
    return (parameter) => {
      const { gradient, state } = parameter;
      const direction = signOf(graph, average(graph, state.mean, gradient, values.beta1));
      return {
        weight: graph.sub(decayed(parameter), graph.mul(direction, rate)),
        state: { mean: average(graph, state.mean, gradient, values.beta2) },
      };
    };
  },
});
