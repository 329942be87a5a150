import { word } from '../../language/parameters';
import { defineLayer, weight } from '../define';
import { elements } from '../../shape/elements';
import { sequenceShape } from './recurrent/sequence';

/** Sines of even features and cosines of odd ones, with wavelengths from 2π to 10000 · 2π. */
export function sinusoids(steps: number, features: number): Float32Array {
  return Float32Array.from({ length: steps * features }, (_, i) => {
    const [step, feature] = [Math.floor(i / features), i % features];
    const angle = step / 10_000 ** ((feature - (feature % 2)) / features);
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

export const position = defineLayer({
  name: 'position',
  family: 'dense',
  synonyms: ['positional_encoding', 'position_embedding', 'positional_embedding'],
  summary:
    'Adds to every step of a sequence [steps, features] a vector that tells which step it is.',
  details:
    'Attention by itself does not know the order of steps. `learned`: a trained table [steps, features]. `sinusoidal`: $\\sin(t / 10000^{2i/d})$ for even features, the cosine for odd ones, without parameters. Vaswani et al., *Attention Is All You Need* (2017).',
  parameters: {
    kind: word('Where the vectors are from.', ['learned', 'sinusoidal'], { default: 'learned' }),
  },
  example: 'position',
  infer({ kind }, inputs) {
    const [steps, features] = sequenceShape('position', inputs);
    const shape = [steps, features];
    return {
      shape,
      // Like an embedding of the step's number: one input is 1, all others 0.
      parameters: kind === 'learned' ? [weight(shape, 1, 1)] : [],
      cost: { multiplyAdds: elements(shape) },
    };
  },
  build({ graph, inputs: [x], shape, arguments: { kind }, parameter }) {
    const [steps, features] = shape;
    const places =
      kind === 'learned'
        ? parameter('weight')
        : graph.constant(sinusoids(steps, features), shape, `sinusoids${shape.join('x')}`);
    return graph.add(x, places);
  },
});
