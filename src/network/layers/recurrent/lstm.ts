import type { Value } from '../../../graph/graph';
import { defineLayer } from '../../define';
import { asOperator, gatesOf, inferSequence, sequenceParameters, unroll } from './sequence';

export const lstm = defineLayer({
  name: 'lstm',
  family: 'recurrent',
  synonyms: ['long_short_term_memory'],
  summary: 'Long short-term memory: cells with input, forget and output gates.',
  details:
    '$c_t = f \\odot c_{t-1} + i \\odot g$, $h_t = o \\odot \\tanh c_t$ with $i, f, o$ logistic and $g$ tanh of $W x_t + U h_{t-1} + b$; rows of the parameters in the order $i, f, g, o$. Hochreiter and Schmidhuber (1997), with the forget gates of Gers et al. (2000).',
  parameters: sequenceParameters,
  example: 'lstm(32)',
  infer: (values, inputs) => inferSequence('lstm', 4, values, inputs),
  carries: true,
  range: () => [-1, 1],
  build(context) {
    const { graph, parameter, carried, leave } = context;
    const recurrent = parameter('recurrent');
    const { units } = context.arguments;
    let cell: Value | undefined = carried('cell', [units]);
    const output = unroll(context, (sum, state) => {
      const total = state ? graph.gemm(state, recurrent, { bias: sum, transB: 1 }) : sum;
      const [enter, keep, candidate, show] = gatesOf(graph, total, 4, units);
      const gate = (value: Value) => graph.sigmoid(value);
      const entering = graph.mul(gate(enter), graph.tanh(candidate));
      cell = cell ? graph.add(graph.mul(gate(keep), cell), entering) : entering;
      return graph.mul(gate(show), graph.tanh(cell));
    });
    leave('cell', cell!);
    return output;
  },
  anyLength: () => true,
  // i, o, f, c
  exported: (context) => asOperator(context, { operator: 'LSTM', gates: [0, 3, 1, 2] }),
});
