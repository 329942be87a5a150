import { integer } from '../../../language/parameters';
import { bias, defineLayer, weight } from '../../define';
import { sequenceShape } from './sequence';

export const stepDense = defineLayer({
  name: 'step_dense',
  family: 'recurrent',
  synonyms: ['time_distributed', 'dense_steps', 'each_step'],
  summary: 'A dense layer at every step of a sequence [steps, features], the same at all of them.',
  details:
    '$y_t = W x_t + b$ with $W$ of shape [units, features]: one row of outputs for each step, where every step has a target.',
  parameters: { units: integer('Number of units.', { minimum: 1 }) },
  example: 'output: step_dense(11) softmax',
  infer({ units }, inputs) {
    const [steps, features] = sequenceShape('step_dense', inputs);
    return {
      shape: [steps, units],
      parameters: [weight([units, features], features, units), bias(units)],
      cost: { multiplyAdds: steps * units * features },
    };
  },
  build({ graph, inputs, inputShapes, shape, parameter }) {
    const [[, features]] = inputShapes;
    const rows = graph.reshape(inputs[0], [-1, features]);
    const w = parameter('weight');
    const sums = graph.gemm(rows, w, { bias: parameter('bias'), transB: 1 });
    return graph.reshape(sums, [-1, ...shape]);
  },
  anyLength: () => true,
  exported({ graph, inputs: [x], parameter }) {
    const weights = graph.transpose(parameter('weight'), { perm: [1, 0] });
    return graph.add(graph.matMul(x, weights), parameter('bias'));
  },
});
