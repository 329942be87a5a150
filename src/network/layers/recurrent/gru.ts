import { bias, defineLayer } from '../../define';
import { asOperator, gatesOf, inferSequence, sequenceParameters, unroll } from './sequence';

export const gru = defineLayer({
  name: 'gru',
  family: 'recurrent',
  synonyms: ['gated_recurrent_unit'],
  summary: 'Gated recurrent unit: reset and update gates.',
  details:
    '$h_t = (1 - z) \\odot n + z \\odot h_{t-1}$, $n = \\tanh(W_n x_t + b_n + r \\odot (U_n h_{t-1} + c))$ with $r, z$ logistic; rows of the parameters in the order $r, z, n$. Cho et al. (2014), with the reset after the product ($c$ is `recurrent_bias`), as ONNX’s `linear_before_reset`.',
  parameters: sequenceParameters,
  example: 'gru(32)',
  infer(values, inputs) {
    const inference = inferSequence('gru', 3, values, inputs);
    const more = { ...bias(values.units), name: 'recurrent_bias' };
    return { ...inference, parameters: [...inference.parameters, more] };
  },
  carries: true,
  range: () => [-1, 1],
  build(context) {
    const { graph, parameter } = context;
    const { units } = context.arguments;
    const recurrent = parameter('recurrent');
    const shift = parameter('recurrent_bias');
    const logistic = (value: typeof shift) => graph.sigmoid(value);
    return unroll(context, (sum, state) => {
      const [resetInput, keepInput, candidate] = gatesOf(graph, sum, 3, units);
      const product = state && graph.gemm(state, recurrent, { transB: 1 });
      const [resetState, keepState, memory] = product
        ? gatesOf(graph, product, 3, units)
        : [undefined, undefined, undefined];
      const reset = logistic(resetState ? graph.add(resetInput, resetState) : resetInput);
      const keep = logistic(keepState ? graph.add(keepInput, keepState) : keepInput);
      const seen = graph.mul(reset, memory ? graph.add(memory, shift) : shift);
      const fresh = graph.tanh(graph.add(candidate, seen));
      // (1 − z) n + z h = n + z (h − n)
      const pull = state ? graph.sub(state, fresh) : graph.neg(fresh);
      return graph.add(fresh, graph.mul(keep, pull));
    });
  },
  anyLength: () => true,
  // z, r, h
  exported: (context) =>
    asOperator(context, {
      operator: 'GRU',
      gates: [1, 0, 2],
      bias: context.graph.pad(context.parameter('recurrent_bias'), [
        2 * context.arguments.units,
        0,
      ]),
      attributes: { linear_before_reset: 1 },
    }),
});
