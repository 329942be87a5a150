import { integer, number } from '../../language/parameters';
import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import { imageShape } from '../shapes';
import { elements } from '../../shape/elements';
import { pointwise } from '../../shape/receptive';

export const lrn = defineLayer({
  name: 'lrn',
  family: 'regularization',
  synonyms: ['local_response_normalization', 'response_norm'],
  summary: 'Divides each unit by the strength of the units at its place in neighbouring maps.',
  details:
    '$y_c = x_c / (k + \\frac{\\alpha}{n} \\sum_{c’} x_{c’}^2)^\\beta$ over the $n$ maps around $c$, those outside counting as zero, as in ONNX `LRN`. Krizhevsky, Sutskever and Hinton (2012), where α is not divided by $n$.',
  parameters: {
    size: integer('n, odd: maps in a neighbourhood.', { minimum: 1, default: 5 }),
    alpha: number('α', { minimum: 0, default: 1e-4 }),
    beta: number('β', { minimum: 0, default: 0.75 }),
    bias: number('k', { above: 0, default: 1 }),
  },
  example: 'lrn(5, alpha: 5e-4, bias: 2)',
  infer({ size }, inputs) {
    const shape = imageShape('lrn', inputs);
    if (size % 2 === 0) {
      throw new ShapeError(
        `a neighbourhood of ${size} maps has no map in its middle`,
        'an odd size',
        inputs,
      );
    }
    return { shape, parameters: [], cost: { multiplyAdds: size * elements(shape) } };
  },
  window: () => pointwise,
  build: ({ graph, inputs, arguments: { size, alpha, beta, bias } }) =>
    graph.lrn(inputs[0], { size, alpha, beta, bias }),
});
