import { number, word } from '../../language/parameters';
import { defineLayer } from '../define';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';

export const sparsity = defineLayer({
  name: 'sparsity',
  family: 'regularization',
  synonyms: ['activity_regularizer', 'sparse', 'sparsity_penalty'],
  summary: 'Passes its input through and adds a penalty on it to the loss in training.',
  details:
    '`l1`: $\\lambda$ times the mean over samples of $\\sum |x|$. `kl`: $\\lambda \\sum_j \\mathrm{KL}(\\rho \\,\\Vert\\, \\hat\\rho_j)$ with $\\hat\\rho_j$ the mean of unit $j$ over the batch, for units from 0 to 1 (after `logistic`): the sparse autoencoder of Ng (2011).',
  parameters: {
    by: word('What is penalized.', ['l1', 'kl'], { default: 'l1' }),
    weight: number('λ', { minimum: 0, default: 1e-3 }),
    target: number('ρ: the mean activity that `kl` aims at.', {
      above: 0,
      maximum: 0.99,
      default: 0.05,
    }),
  },
  example: 'sparsity(kl, weight: 3, target: 0.05)',
  infer(_, inputs) {
    const [shape] = singleInput('sparsity', inputs);
    return { shape, parameters: [], cost: { multiplyAdds: elements(shape) } };
  },
  penalizes: true,
  build({ graph, inputs, arguments: { by, weight, target }, training, penalize }) {
    const [x] = inputs;
    if (!training || weight === 0) return x;
    const sum = (value: typeof x) => graph.reduceSum(value, { keepdims: 0 });
    const mean = (value: typeof x) => graph.reduceMean(value, { axes: [0], keepdims: 0 });
    if (by === 'l1') {
      penalize(graph.mul(sum(mean(graph.abs(x))), weight));
      return x;
    }
    // −λ Σ ρ log ρ̂ + (1 − ρ) log(1 − ρ̂), and the constant that makes it zero at ρ̂ = ρ
    const activity = mean(x);
    const rest = graph.sub(1, activity);
    const part = (share: number, value: typeof x) => {
      const bounded = graph.max([value, 1e-6]);
      const ratio = graph.log(graph.div(bounded, share));
      return graph.mul(ratio, -share * weight);
    };
    penalize(sum(graph.add(part(target, activity), part(1 - target, rest))));
    return x;
  },
});
