import type { GradientContext, Operator } from '../operator';
import { flagOf } from '../attributes';
import { GraphError } from '../graphError';
import { expandLike } from '../layout';
import { range } from '../shapes';
import { formatShape } from '../../text/numbers';
import { define, firstInput, inputType } from './define';
import { averagePoolGradient, maxPoolGradient } from './poolingGradient';
import { slidingLengths, spatialLengths, windowOf, windowToAttributes } from './window';
import type { OperatorName } from './signatures';
import { elements } from '../../shape/elements';

/** Pooling over windows, and over whole channels. */

const pool = (name: OperatorName, since: number, gradient: Operator['gradient']): Operator =>
  define(name, since, {
    infer: (context) => {
      const { shape } = inputType(name, context, 0, 'float32');
      const window = windowOf(name, context.attributes, shape.slice(2));
      const tooWide = window.kernel.some(
        (length, i) => Math.max(window.begins[i], window.ends[i]) >= length,
      );
      if (tooWide) {
        const pads = formatShape([...window.begins, ...window.ends]);
        const text = `pads ${pads} must be smaller than the window ${formatShape(window.kernel)}`;
        throw new GraphError(name, text);
      }
      const lengths = slidingLengths(name, shape.slice(2), window);
      return [{ dataType: 'float32', shape: [...shape.slice(0, 2), ...lengths] }];
    },
    ...(gradient && { gradient }),
  });

function globalPool(name: OperatorName, gradient: Operator['gradient']): Operator {
  return define(name, 1, {
    infer: (context) => {
      const { shape } = inputType(name, context, 0, 'float32');
      if (shape.length < 3) throw new GraphError(name, `no spatial axes in ${formatShape(shape)}`);
      const lengths = shape.slice(2).map(() => 1);
      return [{ dataType: 'float32', shape: [...shape.slice(0, 2), ...lengths] }];
    },
    ...(gradient && { gradient }),
  });
}

const windowOfNode = (name: string, { inputs, attributes }: GradientContext) =>
  windowOf(name, attributes, spatialLengths(name, inputs[0].type.shape));

export const poolingOperators: readonly Operator[] = [
  pool('AveragePool', 7, (context) => [
    averagePoolGradient(
      context.graph,
      context.inputs[0],
      context.gradients[0]!,
      windowOfNode('AveragePool', context),
      flagOf(context.attributes, 'count_include_pad', false),
    ),
  ]),
  pool('MaxPool', 1, (context) => [
    context.graph.apply(
      maxPoolGradient,
      [context.inputs[0], context.outputs[0], context.gradients[0]],
      windowToAttributes(windowOfNode('MaxPool', context)),
    ),
  ]),
  globalPool(
    'GlobalAveragePool',
    firstInput(({ a, x, dy }) => {
      const count = elements(spatialLengths('GlobalAveragePool', x.type.shape));
      return expandLike(a.graph, a.mul(dy, 1 / count), x);
    }),
  ),
  globalPool(
    'GlobalMaxPool',
    firstInput(({ a, x, y, dy }) => {
      const mask = a.equal(x, y);
      return a.mul(mask, a.div(dy, a.sum(mask, range(2, x.type.shape.length), true)));
    }),
  ),
];
