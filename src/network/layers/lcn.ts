import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { number, optional, pair } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { defineLayer } from '../define';
import type { Shape } from '../parameters';
import { imageShape, slide } from '../shapes';
import { elements } from '../../shape/elements';
import { channelsMean, windowMean, windowWeights } from './fixedWindow';

const parameters = {
  kernel: pair('Height and width of the neighbourhood.', { minimum: 1, default: [9, 9] }),
  deviation: optional(
    number('Standard deviation of the Gaussian; a quarter of the window when left out.', {
      above: 0,
    }),
  ),
};

/** The Gaussian mean over a window and all maps; at the border over what lies on the image. */
function neighbourhood(
  graph: GraphBuilder,
  { kernel, deviation }: Values<typeof parameters>,
  [, height, width]: Shape,
): (x: Value) => Value {
  const [down, right] = kernel.map((length) => deviation ?? length / 4);
  const weights = windowWeights(kernel, (i, j) =>
    Math.exp(-((i / down) ** 2 + (j / right) ** 2) / 2),
  );
  const axes = [height, width].map((length, axis) =>
    slide(length, { kernel: kernel[axis], stride: 1, padding: 'same' }),
  );
  const pads = [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)];
  const inside = new Float32Array(height * width);
  for (let place = 0; place < inside.length; place++) {
    weights.forEach((weight, tap) => {
      const i = Math.floor(place / width) + Math.floor(tap / kernel[1]) - pads[0];
      const j = (place % width) + (tap % kernel[1]) - pads[1];
      if (i >= 0 && i < height && j >= 0 && j < width) inside[place] += weight;
    });
  }
  const share = graph.constant(inside, [1, 1, height, width]);
  return (x) =>
    graph.div(windowMean(graph, channelsMean(graph, x), kernel, weights, { pads }), share);
}

export const lcn = defineLayer({
  name: 'lcn',
  family: 'regularization',
  synonyms: ['local_contrast_normalization', 'contrast_norm'],
  summary: 'Subtracts the mean of each neighbourhood and divides by its deviation, over all maps.',
  details:
    '$v = x - \\sum w x$, $y = v / \\max(c, \\sigma)$ with $\\sigma = \\sqrt{\\sum w v^2}$, Gaussian weights $w$ over a window and all maps that sum to 1 (at the border over what lies on the image), and $c$ the mean of $\\sigma$ over the sample. Jarrett et al., *What is the Best Multi-Stage Architecture?* (2009).',
  parameters,
  example: 'lcn(9)',
  infer({ kernel }, inputs) {
    const shape = imageShape('lcn', inputs);
    const places = shape[1] * shape[2];
    return {
      shape,
      parameters: [],
      cost: { multiplyAdds: 2 * (elements(shape) + places * kernel[0] * kernel[1]) },
    };
  },
  build({ graph, inputs, inputShapes, arguments: values }) {
    const [x] = inputs;
    const around = neighbourhood(graph, values, inputShapes[0]);
    const centred = graph.sub(x, around(x));
    const energy = around(graph.mul(centred, centred));
    // The root of zero has no slope; beside any number that matters this one vanishes.
    const deviation = graph.sqrt(graph.add(energy, 1e-12));
    const least = graph.reduceMean(deviation, { axes: [1, 2, 3], keepdims: 1 });
    return graph.div(centred, graph.max([deviation, least]));
  },
});
