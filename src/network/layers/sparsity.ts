import { number, word } from '../../language/parameters';
import { defineLayer } from '../define';
import { elements, singleInput } from '../shapes';

export const sparsity = defineLayer({
  name: 'sparsity',
  synonyms: ['activity_regularizer', 'sparse', 'sparsity_penalty'],
  summary: 'Passes its input through and adds a penalty on it to the loss in training.',
  details:
    '`l1`: $\\lambda$ times the mean over samples of $\\sum |x|$. `kl`: $\\lambda \\sum_j \\mathrm{KL}(\\rho \\,\\Vert\\, \\hat\\rho_j)$ with $\\hat\\rho_j$ the mean of unit $j$ over the batch, for units from 0 to 1 (behind `logistic`): the sparse autoencoder of Ng (2011).',
  parameters: {
    by: word('What is penalized.', ['l1', 'kl'], { default: 'l1' }),
    weight: number('λ', { minimum: 0, default: 1e-3 }),
    target: number('ρ, the activity that `kl` asks for.', {
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
  build({ graph, inputs, arguments: { by, weight, target }, training, penalize }) {
    const [x] = inputs;
    if (!training || weight === 0) return x;
    const sum = (value: typeof x) => graph.add('ReduceSum', [value], { keepdims: 0 });
    const mean = (value: typeof x) => graph.add('ReduceMean', [value], { axes: [0], keepdims: 0 });
    if (by === 'l1') {
      penalize(graph.add('Mul', [sum(mean(graph.add('Abs', [x]))), graph.scalar(weight)]));
      return x;
    }
    // −λ Σ ρ log ρ̂ + (1 − ρ) log(1 − ρ̂), and the constant that makes it zero at ρ̂ = ρ
    const activity = mean(x);
    const rest = graph.add('Sub', [graph.scalar(1), activity]);
    const part = (share: number, value: typeof x) => {
      const bounded = graph.add('Max', [value, graph.scalar(1e-6)]);
      const ratio = graph.add('Log', [graph.add('Div', [bounded, graph.scalar(share)])]);
      return graph.add('Mul', [ratio, graph.scalar(-share * weight)]);
    };
    penalize(sum(graph.add('Add', [part(target, activity), part(1 - target, rest)])));
    return x;
  },
});
