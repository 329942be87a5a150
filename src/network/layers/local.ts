import { sliceAxis } from '../../graph/layout';
import { integer, pair } from '../../language/parameters';
import { biasParameters, constantParameter, defineLayer, weight } from '../define';
import { imageShape } from '../shapes';
import { elements } from '../../shape/elements';
import { reshaped } from './flatten';
import { padding } from './padding';
import { taps } from './taps';
import { place } from './window';

export const local = defineLayer({
  name: 'local',
  family: 'convolution',
  synonyms: ['locally_connected', 'untied_conv', 'local_conv'],
  summary: 'Like a convolution, but with separate weights at every position.',
  details:
    '$y_o(i, j) = b_o(i, j) + \\sum_{c, u, v} W_{i j o c u v}\\, x_c(i s + u - p, j s + v - p)$. Locally connected layers: LeCun (1989); Taigman et al., *DeepFace* (2014).',
  parameters: {
    filters: integer('Number of maps.', { minimum: 1 }),
    kernel: pair('Height and width of the window.', { minimum: 1 }),
    stride: pair('Step of the window.', { minimum: 1, default: [1, 1] }),
    padding,
    ...biasParameters('unit'),
  },
  example: 'local(4, kernel: 3, stride: 2) tanh',
  infer(values, inputs) {
    const { filters, kernel } = values;
    const { channels, size } = place('local', values, inputs);
    const fanIn = channels * kernel[0] * kernel[1];
    const shape = [filters, ...size];
    return {
      shape,
      parameters: [
        weight([size[0] * size[1], filters, fanIn], fanIn, filters * kernel[0] * kernel[1]),
        ...(values.bias
          ? [{ ...constantParameter('bias', shape, values.bias_init ?? 0), fanIn }]
          : []),
      ],
      cost: { multiplyAdds: elements(shape) * fanIn },
    };
  },
  /** Those of its middle place. */
  filters(graph, weight, { kernel, filters }, inputs) {
    const [channels] = imageShape('local', inputs);
    const places = Number(weight.type.shape[0]);
    const middle = sliceAxis(graph, weight, 0, Math.floor(places / 2), 1);
    return graph.reshape(middle, [filters, channels, ...kernel]);
  },
  build({ graph, inputs, inputShapes, shape, arguments: values, parameter }) {
    const { kernel, stride } = values;
    const [channels] = imageShape('local', inputShapes);
    const { pads } = place('local', values, inputShapes);
    const [filters, height, width] = shape;
    const columns = graph.conv(inputs[0], taps(graph, channels, kernel), {
      kernel_shape: kernel,
      strides: stride,
      pads,
      group: channels,
    });
    // One product for each place: [places, filters, taps] × [places, taps, N].
    const fanIn = channels * kernel[0] * kernel[1];
    const rows = reshaped(graph, columns, [fanIn, height * width]);
    const byPlace = graph.transpose(rows, { perm: [2, 1, 0] });
    const products = graph.matMul(parameter('weight'), byPlace);
    const bySample = graph.transpose(products, { perm: [2, 1, 0] });
    const y = reshaped(graph, bySample, [filters, height, width]);
    return values.bias ? graph.add(y, parameter('bias')) : y;
  },
});
