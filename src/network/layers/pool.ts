import { optional, pair } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import { place } from './window';
import { padding } from './padding';

const parameters = {
  kernel: pair('Height and width of the window.', { minimum: 1 }),
  stride: optional(
    pair('Step of the window; as large as the window when left out.', { minimum: 1 }),
  ),
  padding,
};

const synonyms = {
  AveragePool: ['avg_pool', 'averagepool', 'avgpool2d', 'subsample'],
  MaxPool: ['max_pool', 'maxpool2d', 'maxpooling'],
};

const pool = (name: string, operator: 'AveragePool' | 'MaxPool', summary: string) =>
  defineLayer({
    name,
    synonyms: synonyms[operator],
    summary,
    details: `Windows overlap when the stride is smaller than the kernel. Padding is not part of any window’s ${operator === 'MaxPool' ? 'maximum' : 'average'}.`,
    parameters,
    example: operator === 'MaxPool' ? 'maxpool(3, stride: 2)' : 'S2: avgpool(2)',
    infer(values, inputs) {
      const { channels, size, pads } = place(name, windows(values), inputs);
      if (pads.some((pad, side) => pad >= values.kernel[side % 2])) {
        throw new ShapeError(
          `the padding of \`${name}\` leaves windows that see no image`,
          `padding smaller than the ${values.kernel.join('×')} window`,
          inputs,
        );
      }
      return { shape: [channels, ...size], parameters: [], cost: { multiplyAdds: 0 } };
    },
    build({ graph, inputs, inputShapes, arguments: values }) {
      const { stride } = windows(values);
      const { pads } = place(name, windows(values), inputShapes);
      return graph.add(operator, [inputs[0]], {
        kernel_shape: values.kernel,
        strides: stride,
        pads,
      });
    },
  });

const windows = ({ kernel, stride = kernel, padding }: Values<typeof parameters>) => ({
  kernel,
  stride,
  padding,
});

export const avgpool = pool('avgpool', 'AveragePool', 'The average of each window.');
export const maxpool = pool('maxpool', 'MaxPool', 'The largest value of each window.');
