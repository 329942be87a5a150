import { integer } from '../../language/parameters';
import { defineLayer, weight } from '../define';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';

export const embedding = defineLayer({
  name: 'embedding',
  family: 'dense',
  synonyms: ['embed', 'lookup', 'lookup_table'],
  summary: 'A trained vector for each whole number from 0 up: characters, words, categories.',
  details:
    'Row $x$ of a table [vocabulary, units]; it needs inputs that are not scaled (`normalize none`). Bengio et al., *A Neural Probabilistic Language Model* (2003).',
  parameters: {
    units: integer('Length of a vector.', { minimum: 1 }),
    vocabulary: integer('How many different numbers there are, from 0 to vocabulary − 1.', {
      minimum: 1,
    }),
  },
  example: 'embedding(32, vocabulary: 65)',
  infer({ units, vocabulary }, inputs) {
    const [shape] = singleInput('embedding', inputs);
    return {
      shape: [...shape, units],
      // One input is 1, all others 0.
      parameters: [weight([vocabulary, units], 1, 1)],
      cost: { multiplyAdds: elements(shape) * units },
    };
  },
  vocabulary: ({ vocabulary }) => vocabulary,
  anyLength: (_, [shape]) => shape.length === 1,
  build({ graph, inputs, parameter }) {
    // 32 bits: GPUs have no longer integers.
    const ids = graph.cast(inputs[0], { to: 6 });
    return graph.gather(parameter('weight'), ids, { axis: 0 });
  },
});
