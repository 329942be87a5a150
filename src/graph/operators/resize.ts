import type { Dimension } from '../graph';
import type { GradientContext, InferenceContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { textOf } from '../attributes';
import { GraphError } from '../graphError';
import { formatShape } from '../../text/numbers';
import { constantInput, define, inputType } from './define';
import { elements } from '../../shape/elements';

/** Resampling; the gradient is there for upsampling by whole factors as `upsample` writes it. */

function resized(context: InferenceContext): Dimension[] {
  const { shape } = inputType('Resize', context, 0);
  const sizes = context.inputs[3] && constantInput('Resize', context, 3, 'sizes');
  if (sizes && sizes.length === shape.length) return [...sizes];
  const scales = constantInput('Resize', context, 2, 'scales');
  if (scales.length !== shape.length) {
    const text = `${scales.length} scales for the shape ${formatShape(shape)}`;
    throw new GraphError('Resize', text);
  }
  return shape.map((length, axis) => {
    if (scales[axis] === 1) return length;
    if (typeof length === 'number') return Math.floor(length * scales[axis]);
    throw new GraphError('Resize', `axis ${axis} of ${formatShape(shape)} must be known`);
  });
}

export const resizeOperators: readonly Operator[] = [
  define('Resize', 13, {
    infer: (context) => {
      const { dataType } = inputType('Resize', context, 0);
      return [{ dataType, shape: resized(context) }];
    },
    gradient: ({ graph, inputs, outputs, gradients, attributes }: GradientContext) => {
      const from = inputs[0].type.shape;
      const to = outputs[0].type.shape;
      const factors = to.map((length, axis) =>
        length === from[axis] ? 1 : Number(length) / Number(from[axis]),
      );
      const plain =
        textOf(attributes, 'mode', 'nearest') === 'nearest' &&
        textOf(attributes, 'coordinate_transformation_mode', 'half_pixel') === 'asymmetric' &&
        textOf(attributes, 'nearest_mode', 'round_prefer_floor') === 'floor' &&
        factors.slice(0, 2).every((factor) => factor === 1) &&
        factors.every((factor) => Number.isInteger(factor));
      if (!plain) {
        const text = 'only nearest, asymmetric, floor with whole factors has a gradient';
        throw new GraphError('Resize', text);
      }
      const kernel = factors.slice(2);
      const mean = graph.averagePool(gradients[0]!, { kernel_shape: kernel, strides: kernel });
      const size = elements(kernel);
      return [new Arithmetic(graph).mul(mean, size)];
    },
  }),
];
