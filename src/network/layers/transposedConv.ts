import { integer, pair, renamed } from '../../language/parameters';
import { bias, biasParameters, defineLayer, weight } from '../define';
import { ShapeError } from '../entries';
import { imageShape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { reachOf } from '../../shape/window';

export const transposedConv = defineLayer({
  name: 'transposed_conv',
  family: 'convolution',
  formerly: 'transposedconv',
  synonyms: ['conv_transpose', 'convtranspose', 'deconv', 'deconvolution'],
  summary: 'Transposed convolution: each input adds its weighted window to larger maps.',
  details:
    'The adjoint of `conv` with the same arguments, as in ONNX `ConvTranspose`: length $s (n - 1) + d (k - 1) + 1 - 2p + e$. Zeiler et al., *Deconvolutional Networks* (2010).',
  parameters: {
    filters: integer('Number of maps.', { minimum: 1 }),
    kernel: pair('Height and width of the window.', { minimum: 1 }),
    stride: pair('Distance between the windows in the result.', { minimum: 1, default: [1, 1] }),
    padding: pair('p: rows and columns cut off on each side.', { minimum: 0, default: [0, 0] }),
    output_padding: renamed(
      'extra',
      pair('e: rows and columns added at the end, fewer than the stride.', {
        minimum: 0,
        default: [0, 0],
      }),
    ),
    dilation: pair('Distance between neighbouring elements of the window.', {
      minimum: 1,
      default: [1, 1],
    }),
    groups: integer('Groups of channels that are convolved separately.', {
      minimum: 1,
      default: 1,
    }),
    ...biasParameters('map'),
  },
  example: 'transposed_conv(8, kernel: 4, stride: 2, padding: 1) relu',
  infer(values, inputs) {
    const { filters, kernel, stride, padding, output_padding: extra, dilation, groups } = values;
    const [channels, ...lengths] = imageShape('transposed_conv', inputs);
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new ShapeError(
        `${groups} groups do not divide ${channels} channels and ${filters} filters evenly`,
        `channels and filters in multiples of ${groups}`,
        inputs,
      );
    }
    if (extra.some((length, axis) => length >= stride[axis])) {
      throw new ShapeError(
        `the output padding ${formatShape(extra)} of \`transposed_conv\` must be smaller than the stride ${formatShape(stride)}`,
        `output padding smaller than ${formatShape(stride)}`,
        inputs,
      );
    }
    const size = lengths.map((length, axis) => {
      const reach = reachOf(kernel[axis], dilation[axis]);
      return stride[axis] * (length - 1) + reach - 2 * padding[axis] + extra[axis];
    });
    if (size.some((length) => length < 1)) {
      throw new ShapeError(
        `the padding of \`transposed_conv\` cuts everything off: ${formatShape([filters, ...size])}`,
        'less padding',
        inputs,
      );
    }
    const [area, step] = [kernel[0] * kernel[1], stride[0] * stride[1]];
    const fanOut = (filters / groups) * area;
    // A unit of the result lies under as many windows as the stride leaves overlapping.
    const fanIn = Math.max(1, Math.round(((channels / groups) * area) / step));
    return {
      shape: [filters, ...size],
      parameters: [
        { ...weight([channels, filters / groups, ...kernel], fanIn, fanOut), rowless: true },
        ...(values.bias ? [bias(filters, values.bias_init)] : []),
      ],
      cost: { multiplyAdds: channels * lengths[0] * lengths[1] * fanOut },
    };
  },
  build({ graph, inputs, arguments: values, parameter }) {
    const { kernel, stride, padding, output_padding: extra, dilation, groups } = values;
    const w = parameter('weight');
    const x = inputs[0];
    return graph.convTranspose(x, w, {
      bias: values.bias ? parameter('bias') : undefined,
      kernel_shape: kernel,
      strides: stride,
      pads: [...padding, ...padding],
      output_padding: extra,
      dilations: dilation,
      group: groups,
    });
  },
});
