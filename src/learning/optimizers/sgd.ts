import { boolean, number } from '../../language/parameters';
import {
  defineOptimizer,
  type OptimizerContext,
  type ParameterUpdate,
  type UpdatedParameter,
} from '../entries';

const rate = number('Learning rate.', { above: 0, default: 0.01 });

interface Momentum {
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** Gradient descent with or without a velocity, which starts at zero. */
function descent(context: OptimizerContext<unknown>, { momentum, nesterov }: Momentum) {
  const { graph, rate } = context;
  const decay = graph.scalar(momentum);
  return ({ weight, gradient, state }: ParameterUpdate): UpdatedParameter => {
    let direction = gradient;
    const velocity =
      momentum === 0 ? undefined : graph.add(graph.mul(state.velocity, decay), gradient);
    if (velocity) {
      direction = nesterov ? graph.add(gradient, graph.mul(velocity, decay)) : velocity;
    }
    return {
      weight: graph.sub(weight, graph.mul(direction, rate)),
      state: velocity ? { velocity } : {},
    };
  };
}

const momentumFormula =
  '$v \\leftarrow \\mu v + g$, $w \\leftarrow w - \\eta v$. Polyak (1964); Sutskever et al. (2013).';
const nesterovFormula =
  '$v \\leftarrow \\mu v + g$, $w \\leftarrow w - \\eta (g + \\mu v)$. Nesterov (1983), in the form of Sutskever et al. (2013).';

export const sgd = defineOptimizer({
  name: 'sgd',
  synonyms: ['gradient_descent', 'gd'],
  summary: 'Stochastic gradient descent, with optional momentum.',
  details: `$w \\leftarrow w - \\eta g$; with momentum: ${momentumFormula}`,
  parameters: {
    rate,
    momentum: number('μ: fraction of the previous velocity that is kept.', {
      minimum: 0,
      maximum: 1,
      default: 0,
    }),
    nesterov: boolean('Looks ahead along the velocity.', { default: false }),
  },
  example: 'optimizer sgd(rate: 0.1, momentum: 0.9)',
  state: ({ momentum }) => (momentum === 0 ? [] : ['velocity']),
  build: (context) => descent(context, context.arguments),
});

const withMomentum = (name: string, nesterov: boolean, summary: string, details: string) =>
  defineOptimizer({
    name,
    summary,
    details,
    parameters: {
      rate,
      momentum: number('μ: fraction of the previous velocity that is kept.', {
        above: 0,
        maximum: 1,
        default: 0.9,
      }),
    },
    example: `optimizer ${name}(rate: 0.05)`,
    state: () => ['velocity'],
    build: (context) => descent(context, { momentum: context.arguments.momentum, nesterov }),
  });

export const momentum = withMomentum(
  'momentum',
  false,
  'Gradient descent with a velocity that averages past gradients.',
  momentumFormula,
);

export const nesterov = withMomentum(
  'nesterov',
  true,
  'Momentum that looks ahead along its velocity.',
  nesterovFormula,
);
