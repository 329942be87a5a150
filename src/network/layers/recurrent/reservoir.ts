import { number, optional } from '../../../language/parameters';
import type { BoundCall } from '../../../language/vocabulary';
import { defineLayer } from '../../define';
import type { LayerParameter } from '../../entries';
import { inferSequence, sequenceParameters, unroll } from './sequence';

const fixed = (parameter: LayerParameter, initializer: BoundCall): LayerParameter => ({
  ...parameter,
  initializer,
  penalized: false,
  fixed: true,
});

export const reservoir = defineLayer({
  name: 'reservoir',
  family: 'recurrent',
  synonyms: ['echo_state', 'esn', 'liquid'],
  summary: 'A recurrent layer with fixed random weights: only the layers that read it learn.',
  details:
    '$h_t = (1 - \\alpha) h_{t-1} + \\alpha \\tanh(W x_t + U h_{t-1} + b)$. $U$ is normal, with `density` of its weights not zero, and ' +
    'scaled to the spectral radius; inputs and biases are uniform. Jaeger, *The Echo State Approach* (2001), where the network’s ' +
    'own output is its input: give the series as input, and let the trained network feed its output back.',
  parameters: {
    ...sequenceParameters,
    radius: number('Spectral radius of the recurrent weights; below 1 the past fades.', {
      minimum: 0,
      default: 0.9,
    }),
    density: number('Fraction of the recurrent weights that are not zero.', {
      above: 0,
      maximum: 1,
      default: 1,
    }),
    input: number('Half the width of the interval of input weights.', {
      minimum: 0,
      default: 0.5,
    }),
    bias: optional(
      number('Half the width of the interval of biases; that of `input` when left out.', {
        minimum: 0,
      }),
    ),
    leak: number('α: how fast a unit follows its input.', { above: 0, maximum: 1, default: 1 }),
  },
  example: 'reservoir(100, radius: 0.9)',
  infer(values, inputs) {
    const { parameters, ...inference } = inferSequence('reservoir', 1, values, inputs);
    const { radius, density, input, bias = input } = values;
    const uniform = (a: number): BoundCall => ({ name: 'uniform', arguments: { a } });
    const initial: Readonly<Record<string, BoundCall>> = {
      weight: uniform(input),
      recurrent: { name: 'spectral', arguments: { radius, density } },
      bias: uniform(bias),
    };
    return {
      ...inference,
      parameters: parameters.map((parameter) => fixed(parameter, initial[parameter.name])),
    };
  },
  carries: true,
  range: () => [-1, 1],
  build(context) {
    const { graph, parameter } = context;
    const { leak } = context.arguments;
    const recurrent = parameter('recurrent');
    return unroll(context, (sum, state) => {
      const total = state ? graph.gemm(state, recurrent, { bias: sum, transB: 1 }) : sum;
      const fresh = graph.tanh(total);
      if (leak === 1) return fresh;
      if (!state) return graph.mul(fresh, leak);
      const change = graph.mul(graph.sub(fresh, state), leak);
      return graph.add(state, change);
    });
  },
});
