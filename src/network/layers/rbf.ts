import { integer } from '../../language/parameters';
import { defineLayer, weight } from '../define';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';
import { flattened } from './flatten';

export const rbf = defineLayer({
  name: 'rbf',
  family: 'dense',
  synonyms: ['radial_basis', 'euclidean', 'prototypes'],
  summary:
    'Compares its input with one prototype for each unit; the nearest gives the largest output.',
  details:
    '$y_k = -\\lVert x - w_k \\rVert^2$, the negative of the penalty LeNet-5’s output layer gives, so that the greatest output is the answer. Its prototypes are ±1 and fixed: `rbf(10, init: signs, frozen: true)` with `loss rbf`. With `softmax` it is the posterior of classes with normal densities. LeCun et al. (1998).',
  parameters: { units: integer('Number of prototypes.', { minimum: 1 }) },
  example: 'output: rbf(10, init: signs, frozen: true)',
  infer({ units }, inputs) {
    const fanIn = elements(singleInput('rbf', inputs)[0]);
    return {
      shape: [units],
      parameters: [weight([units, fanIn], fanIn, units)],
      cost: { multiplyAdds: units * fanIn },
    };
  },
  build({ graph, inputs, inputShapes, parameter }) {
    const x = flattened(graph, inputs[0], inputShapes[0]);
    const w = parameter('weight');
    const energy = (value: typeof x, keepdims: 0 | 1) =>
      graph.reduceSum(graph.mul(value, value), { axes: [1], keepdims });
    // −|x − w|² = 2 w·x − |w|² − |x|²
    const nearness = graph.gemm(x, w, { bias: graph.neg(energy(w, 0)), alpha: 2, transB: 1 });
    return graph.sub(nearness, energy(x, 1));
  },
});
