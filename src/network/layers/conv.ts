import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer, pair } from '../../language/parameters';
import { bias, biasParameters, defineLayer, weight } from '../define';
import { ShapeError } from '../entries';
import type { Shape } from '../parameters';
import { imageShape } from '../shapes';
import {
  connectionsParameter,
  connectionTable,
  filtersOf,
  type ConnectionTable,
} from './connections';
import { place } from './window';
import { padding } from './padding';

export const conv = defineLayer({
  name: 'conv',
  family: 'convolution',
  synonyms: ['conv2d', 'convolution', 'convolutional'],
  summary: 'Convolution: each map applies one small window of shared weights to the whole image.',
  details:
    '$y_o(i, j) = b_o + \\sum_{c, u, v} W_{o c u v}\\, x_c(i s + u d - p, j s + v d - p)$; the window is not mirrored (cross-correlation), as in ONNX `Conv`.',
  parameters: {
    filters: integer('Number of maps.', { minimum: 1 }),
    kernel: pair('Height and width of the window.', { minimum: 1 }),
    stride: pair('Step of the window.', { minimum: 1, default: [1, 1] }),
    padding,
    dilation: pair('Distance between neighbouring elements of the window.', {
      minimum: 1,
      default: [1, 1],
    }),
    groups: integer('Groups of channels that are convolved separately.', {
      minimum: 1,
      default: 1,
    }),
    connections: connectionsParameter,
    ...biasParameters('map'),
  },
  example: 'C1: conv(6, kernel: 5, padding: 2) tanh',
  infer(values, inputs) {
    const { filters, kernel, groups, connections } = values;
    const { channels, size } = place('conv', values, inputs);
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new ShapeError(
        `${groups} groups do not divide ${channels} channels and ${filters} filters evenly`,
        `channels and filters in multiples of ${groups}`,
        inputs,
      );
    }
    const [height, width] = kernel;
    const area = height * width;
    const seen = connections
      ? connectionTable(connections, filters, channels, inputs).flat().length
      : (filters * channels) / groups;
    if (connections && groups > 1) {
      throw new ShapeError('a connection table takes the place of groups', 'one group', inputs);
    }
    return {
      shape: [filters, ...size],
      parameters: [
        weight(
          connections ? [seen, height, width] : [filters, channels / groups, height, width],
          (seen / filters) * area,
          (seen / channels) * area,
        ),
        ...(values.bias ? [bias(filters, values.bias_init)] : []),
      ],
      cost: { multiplyAdds: seen * size[0] * size[1] * area },
    };
  },
  filters: filtersIn,
  window(values, inputs) {
    const [top, left] = place('conv', values, inputs).pads;
    const { kernel, stride, dilation } = values;
    return { kernel, stride, dilation, before: [top, left] };
  },
  build({ graph, inputs, inputShapes, arguments: values, parameter }) {
    const { pads } = place('conv', values, inputShapes);
    const w = filtersIn(graph, parameter('weight'), values, inputShapes);
    const x = inputs[0];
    return graph.conv(x, w, {
      bias: values.bias ? parameter('bias') : undefined,
      kernel_shape: values.kernel,
      strides: values.stride,
      pads,
      dilations: values.dilation,
      group: values.groups,
    });
  },
});

/** The weights as [filters, channels, height, width]: connections that are not in the table are zero. */
function filtersIn(
  graph: GraphBuilder,
  weight: Value,
  { connections, filters, kernel }: FilterArguments,
  inputs: readonly Shape[],
): Value {
  if (!connections) return weight;
  const [channels] = imageShape('conv', inputs);
  const table = connectionTable(connections, filters, channels, inputs);
  return filtersOf(graph, weight, table, channels, kernel);
}

interface FilterArguments {
  readonly connections: ConnectionTable | 'lenet5' | undefined;
  readonly filters: number;
  readonly kernel: readonly [number, number];
}
