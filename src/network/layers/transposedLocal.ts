import { integer, pair } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { bias, biasParameters, defineLayer, weight } from '../define';
import { ShapeError } from '../entries';
import { imageShape } from '../shapes';
import type { Shape } from '../parameters';
import { reshaped } from './flatten';
import { taps } from './taps';

const parameters = {
  filters: integer('Number of maps.', { minimum: 1 }),
  kernel: pair('Height and width of the window.', { minimum: 1 }),
  stride: pair('Distance between the windows in the result.', { minimum: 1, default: [1, 1] }),
  padding: pair('Rows and columns cut off on each side.', { minimum: 0, default: [0, 0] }),
  ...biasParameters('map'),
};

/** Height and width of the result. */
function sizeOf({ kernel, stride, padding }: Values<typeof parameters>, inputs: readonly Shape[]) {
  const [, ...lengths] = imageShape('transposed_local', inputs);
  const size = lengths.map(
    (length, axis) => stride[axis] * (length - 1) + kernel[axis] - 2 * padding[axis],
  );
  if (size.every((length) => length >= 1)) return size;
  throw new ShapeError(
    'the padding of `transposed_local` cuts everything off',
    'less padding',
    inputs,
  );
}

export const transposedLocal = defineLayer({
  name: 'transposed_local',
  family: 'convolution',
  synonyms: ['local_transpose', 'untied_deconv', 'local_transposed'],
  summary: 'Each input adds its window to larger maps, with separate weights at every position.',
  details:
    'The adjoint of `local` with the same arguments: $y_c(i s + u - p, j s + v - p) = b_c + \\sum_{i, j, o} W_{i j o c u v}\\, x_o(i, j)$. With ' +
    '`share: L` it is the decoder of an autoencoder whose encoder is the layer L, with tied weights.',
  parameters,
  example: 'transposed_local(1, kernel: 3, stride: 2, share: L)',
  infer(values, inputs) {
    const { filters, kernel } = values;
    const [maps, height, width] = imageShape('transposed_local', inputs);
    const fanOut = filters * kernel[0] * kernel[1];
    return {
      shape: [filters, ...sizeOf(values, inputs)],
      parameters: [
        { ...weight([height * width, maps, fanOut], maps, fanOut), rowless: true },
        ...(values.bias ? [bias(filters, values.bias_init)] : []),
      ],
      cost: { multiplyAdds: height * width * maps * fanOut },
    };
  },
  build({ graph, inputs, inputShapes, arguments: values, parameter }) {
    const { filters, kernel, stride, padding } = values;
    const [maps, height, width] = imageShape('transposed_local', inputShapes);
    // One product for each place: [places, taps, maps] × [places, maps, N].
    const rows = reshaped(graph, inputs[0], [maps, height * width]);
    const byPlace = graph.transpose(rows, { perm: [2, 1, 0] });
    const turned = graph.transpose(parameter('weight'), { perm: [0, 2, 1] });
    const products = graph.transpose(graph.matMul(turned, byPlace), { perm: [2, 1, 0] });
    const columns = reshaped(graph, products, [filters * kernel[0] * kernel[1], height, width]);
    return graph.convTranspose(columns, taps(graph, filters, kernel), {
      bias: values.bias ? parameter('bias') : undefined,
      kernel_shape: kernel,
      strides: stride,
      pads: [...padding, ...padding],
      group: filters,
    });
  },
});
