import { boolean, optional, pair } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import type { ImageWindow } from '../../shape/receptive';
import type { Shape } from '../parameters';
import { place } from './window';
import { padding } from './padding';

/** Arguments of a pool: its windows lie side by side unless a stride says otherwise. */
export const poolParameters = {
  kernel: pair('Height and width of the window.', { minimum: 1 }),
  stride: optional(
    pair('Step of the window; the size of the window when left out.', { minimum: 1 }),
  ),
  padding,
  ceil: boolean('Whether a last window that only partly covers the image counts.', {
    default: false,
  }),
};

const synonyms = {
  AveragePool: ['average_pool', 'averagepool', 'avgpool2d'],
  MaxPool: ['maxpool2d', 'maxpooling'],
};

export type PoolArguments = Values<typeof poolParameters>;

/** Places a pool's windows: channels, output size, and ONNX's attributes. */
export function placePool(name: string, values: PoolArguments, inputs: readonly Shape[]) {
  const { kernel, stride = kernel, padding, ceil } = values;
  const { channels, size, pads } = place(name, { kernel, stride, padding, ceil }, inputs);
  if (pads.some((pad, side) => pad >= kernel[side % 2])) {
    throw new ShapeError(
      `the padding of \`${name}\` leaves windows that lie outside the image`,
      `padding smaller than the ${kernel.join('×')} window`,
      inputs,
    );
  }
  return { channels, size, window: { kernel_shape: kernel, strides: stride, pads } };
}

/** What a place of a pool's output reads. */
export function poolWindow(
  name: string,
  values: PoolArguments,
  inputs: readonly Shape[],
): ImageWindow {
  const { kernel_shape: kernel, strides: stride, pads } = placePool(name, values, inputs).window;
  return { kernel, stride, dilation: [1, 1], before: [pads[0], pads[1]] };
}

const pool = (name: string, operator: 'AveragePool' | 'MaxPool', summary: string) =>
  defineLayer({
    name,
    family: 'pooling',
    formerly: name.replace('_', ''),
    synonyms: synonyms[operator],
    summary,
    details: `Windows overlap when the stride is smaller than the kernel. Padding is not part of any window’s ${operator === 'MaxPool' ? 'maximum' : 'average'}.`,
    parameters: poolParameters,
    example: operator === 'MaxPool' ? 'max_pool(3, stride: 2)' : 'S2: avg_pool(2)',
    infer(values, inputs) {
      const { channels, size } = placePool(name, values, inputs);
      return { shape: [channels, ...size], parameters: [], cost: { multiplyAdds: 0 } };
    },
    window: (values, inputs) => poolWindow(name, values, inputs),
    build({ graph, inputs, inputShapes, arguments: values }) {
      const { window } = placePool(name, values, inputShapes);
      return graph.apply(operator, [inputs[0]], window);
    },
  });

export const avgPool = pool('avg_pool', 'AveragePool', 'The average of each window.');
export const maxPool = pool('max_pool', 'MaxPool', 'The largest value of each window.');
