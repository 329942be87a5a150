import { integer, pair } from '../../language/parameters';
import { bias, biasParameters, defineLayer, weight } from '../define';
import { padding } from './padding';
import { place } from './window';

export const depthwiseConv = defineLayer({
  name: 'depthwise_conv',
  family: 'convolution',
  synonyms: ['depthwise', 'depthwiseconv2d', 'depthwise_conv2d', 'dwconv'],
  summary: 'Convolution of each map by itself, with a window of its own.',
  details:
    '$y_c(i, j) = b_c + \\sum_{u, v} W_{c u v}\\, x_c(i s + u d - p, j s + v d - p)$: `conv` with as many groups as maps. A `conv(filters, kernel: 1)` behind it mixes the maps: together a separable convolution. Chollet, *Xception* (2017).',
  parameters: {
    kernel: pair('Height and width of the window.', { minimum: 1 }),
    stride: pair('Step of the window.', { minimum: 1, default: [1, 1] }),
    padding,
    dilation: pair('Distance between neighbouring elements of the window.', {
      minimum: 1,
      default: [1, 1],
    }),
    multiplier: integer('Maps made of each map.', { minimum: 1, default: 1 }),
    ...biasParameters('map'),
  },
  example: 'depthwise_conv(3, padding: 1) relu\n  conv(32, kernel: 1)',
  infer(values, inputs) {
    const { kernel, multiplier } = values;
    const { channels, size } = place('depthwise_conv', values, inputs);
    const filters = channels * multiplier;
    const area = kernel[0] * kernel[1];
    return {
      shape: [filters, ...size],
      parameters: [
        weight([filters, 1, ...kernel], area, multiplier * area),
        ...(values.bias ? [bias(filters, values.bias_init)] : []),
      ],
      cost: { multiplyAdds: filters * size[0] * size[1] * area },
    };
  },
  filters: (_, weights) => weights,
  window(values, inputs) {
    const [top, left] = place('depthwise_conv', values, inputs).pads;
    const { kernel, stride, dilation } = values;
    return { kernel, stride, dilation, before: [top, left] };
  },
  build({ graph, inputs: [x], inputShapes, arguments: values, parameter }) {
    const { channels, pads } = place('depthwise_conv', values, inputShapes);
    return graph.conv(x, parameter('weight'), {
      bias: values.bias ? parameter('bias') : undefined,
      kernel_shape: values.kernel,
      strides: values.stride,
      pads,
      dilations: values.dilation,
      group: channels,
    });
  },
});
