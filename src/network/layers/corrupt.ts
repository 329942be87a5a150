import { Arithmetic } from '../../graph/arithmetic';
import { number, word } from '../../language/parameters';
import { defineLayer } from '../define';
import { singleInput } from '../shapes';

/** Uniform numbers whose sum is taken for a normal one: the mean is 0, the variance 1. */
const summands = 4;

export const corrupt = defineLayer({
  name: 'corrupt',
  family: 'regularization',
  synonyms: ['denoising', 'masking_noise', 'gaussian_noise', 'corruption', 'noise'],
  summary: 'Disturbs its input at random in training; the identity at inference.',
  details:
    'A denoising autoencoder is `corrupt` behind the input and `loss reconstruction`, which compares with the undisturbed input: ' +
    'Vincent et al., *Stacked Denoising Autoencoders* (2010). `masking` makes each number zero with the probability `amount`, ' +
    '`salt_and_pepper` makes it 0 or 1 instead, and `gaussian` adds noise with the standard deviation `amount` (sums of four ' +
    'uniform numbers).',
  parameters: {
    by: word('How numbers are disturbed.', ['masking', 'gaussian', 'salt_and_pepper'], {
      default: 'masking',
    }),
    amount: number('Probability, or standard deviation.', { minimum: 0, default: 0.3 }),
  },
  example: 'corrupt(masking, amount: 0.3)',
  infer: (_, inputs) => ({
    shape: singleInput('corrupt', inputs)[0],
    parameters: [],
    cost: { multiplyAdds: 0 },
  }),
  build({ graph, inputs: [x], arguments: { by, amount }, training, uniform }) {
    if (!training || amount === 0) return x;
    const a = new Arithmetic(graph);
    const { shape } = x.type;
    if (by === 'gaussian') {
      const sum = a.sum(uniform([summands, ...shape]), [0]);
      return a.add(x, a.mul(a.sub(sum, summands / 2), amount * Math.sqrt(12 / summands)));
    }
    const chance = uniform(shape);
    const kept = a.mul(x, a.atLeast(chance, amount));
    if (by === 'masking') return kept;
    return a.add(kept, a.mask(graph.less(chance, amount / 2)));
  },
});
