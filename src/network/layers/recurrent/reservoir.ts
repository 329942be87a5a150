import { number } from '../../../language/parameters';
import { defineLayer } from '../../define';
import type { LayerParameter } from '../../entries';
import { inferSequence, sequenceParameters, unroll } from './sequence';

const fixed = (parameter: LayerParameter, name: string, value: number): LayerParameter => ({
  ...parameter,
  initializer: { name, arguments: name === 'normal' ? { s: value } : { a: value } },
  penalized: false,
  fixed: true,
});

export const reservoir = defineLayer({
  name: 'reservoir',
  synonyms: ['echo_state', 'esn', 'liquid'],
  summary: 'A recurrent layer with fixed random weights: only the layers that read it learn.',
  details:
    '$h_t = (1 - \\alpha) h_{t-1} + \\alpha \\tanh(W x_t + U h_{t-1} + b)$. $U$ is normal with deviation radius/√units, so that its spectral radius is about `radius` (the circular law, closer the more units); inputs and biases are uniform between ±`input`. Jaeger, *The Echo State Approach* (2001).',
  parameters: {
    ...sequenceParameters,
    radius: number('About the spectral radius of the recurrent weights; below 1 the past fades.', {
      minimum: 0,
      default: 0.9,
    }),
    input: number('Half the width of the interval of input weights and biases.', {
      minimum: 0,
      default: 0.5,
    }),
    leak: number('α: how fast a unit follows its input.', { above: 0, maximum: 1, default: 1 }),
  },
  example: 'reservoir(100, radius: 0.9)',
  infer(values, inputs) {
    const { parameters, ...inference } = inferSequence('reservoir', 1, values, inputs);
    return {
      ...inference,
      parameters: parameters.map((parameter) =>
        parameter.name === 'recurrent'
          ? fixed(parameter, 'normal', values.radius / Math.sqrt(values.units))
          : fixed(parameter, 'uniform', values.input),
      ),
    };
  },
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
