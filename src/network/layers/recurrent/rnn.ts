import { word } from '../../../language/parameters';
import { defineLayer } from '../../define';
import { asOperator, inferSequence, sequenceParameters, unroll } from './sequence';

const ranges = { tanh: [-1, 1], relu: undefined, logistic: [0, 1] } as const;

const operators = { tanh: 'Tanh', relu: 'Relu', logistic: 'Sigmoid' } as const;

const activation = word('f', ['tanh', 'relu', 'logistic'], { default: 'tanh' });

export const rnn = defineLayer({
  name: 'rnn',
  family: 'recurrent',
  synonyms: ['simple_rnn', 'elman', 'recurrent'],
  summary:
    'Reads a sequence [steps, features] step by step; each unit also reads the previous state.',
  details:
    '$h_t = f(W x_t + U h_{t-1} + b)$, $h_0 = 0$; trained by back-propagation through time. Elman (1990); Werbos (1990).',
  parameters: {
    ...sequenceParameters,
    activation,
  },
  example: 'rnn(32)',
  infer: (values, inputs) => inferSequence('rnn', 1, values, inputs),
  carries: true,
  range: (values) => ranges[values.activation],
  build(context) {
    const { graph, parameter } = context;
    const recurrent = parameter('recurrent');
    return unroll(context, (sum, state) => {
      const total = state ? graph.gemm(state, recurrent, { bias: sum, transB: 1 }) : sum;
      return graph.apply(operators[context.arguments.activation], [total]);
    });
  },
  anyLength: () => true,
  exported: (context) =>
    asOperator(context, {
      operator: 'RNN',
      gates: [0],
      attributes: { activations: [operators[context.arguments.activation]] },
    }),
});
