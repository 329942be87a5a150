import type { Value } from '../graph';
import type { GradientContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { numberOf } from '../attributes';
import { GraphError } from '../graphError';
import { reduceLike, reshape, reshapeLike } from '../layout';
import { broadcastShapes, normalizeAxis, product, range, sameShape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { define, firstInput, inputType } from './define';
import type { OperatorName } from './signatures';

/** Dividing by a measure of the neighbourhood. */

/** Mean over `size` neighbouring channels, those outside counting as zero. */
export function channelMean(a: Arithmetic, x: Value, size: number): Value {
  const { shape } = x.type;
  const rows = reshape(a.graph, x, [shape[0], 1, shape[1], product(shape.slice(2))], x);
  const mean = a.graph.averagePool(rows, {
    kernel_shape: [size, 1],
    pads: [(size - 1) / 2, 0, (size - 1) / 2, 0],
    count_include_pad: 1,
  });
  return reshapeLike(a.graph, mean, x);
}

/** Local response normalization across channels (Krizhevsky, Sutskever and Hinton 2012, section 3.3). */
const lrn = define('LRN', 1, {
  infer: (context) => {
    const type = inputType('LRN', context, 0, 'float32');
    const size = numberOf(context.attributes, 'size', 0);
    if (size % 2 !== 1) throw new GraphError('LRN', `size ${size} must be odd`);
    if (type.shape.length !== 4) {
      throw new GraphError(
        'LRN',
        `expected samples, channels and two axes, not ${formatShape(type.shape)}`,
      );
    }
    return [type];
  },
  gradient: firstInput(({ a, x, y, dy, attributes }) => {
    const size = numberOf(attributes, 'size', 1);
    const alpha = numberOf(attributes, 'alpha', 1e-4);
    const beta = numberOf(attributes, 'beta', 0.75);
    const energy = channelMean(a, a.square(x), size);
    const base = a.add(a.mul(energy, alpha), numberOf(attributes, 'bias', 1));
    const others = channelMean(a, a.div(a.mul(dy, y), base), size);
    return a.sub(a.mul(dy, a.pow(base, -beta)), a.mul(a.mul(x, 2 * alpha * beta), others));
  }),
});

/** Layer normalization (Ba, Kiros and Hinton 2016) over the axes from `axis` on. */
const layerNormalization = define('LayerNormalization', 17, {
  alongAxis: ({ attributes }) => numberOf(attributes, 'axis', -1),
  infer: (context) => {
    const name = 'LayerNormalization';
    const type = inputType(name, context, 0, 'float32');
    normalizeAxis(name, numberOf(context.attributes, 'axis', -1), type.shape.length);
    for (const parameter of context.inputs.slice(1)) {
      const { shape } = parameter ?? { shape: [] };
      if (!sameShape(broadcastShapes(name, shape, type.shape), type.shape)) {
        const text = `scale or bias ${formatShape(shape)} does not broadcast`;
        throw new GraphError(name, `${text} to ${formatShape(type.shape)}`);
      }
    }
    return [type];
  },
  gradient: ({ graph, inputs, gradients, attributes, wanted }: GradientContext) => {
    const a = new Arithmetic(graph);
    const [x, scale, bias] = inputs as [Value, Value, Value | undefined];
    const dy = gradients[0]!;
    const rank = x.type.shape.length;
    const axis = normalizeAxis('LayerNormalization', numberOf(attributes, 'axis', -1), rank);
    const mean = (value: Value): Value => a.mean(value, range(axis, rank), true);
    const centred = a.sub(x, mean(x));
    const variance = a.add(mean(a.square(centred)), numberOf(attributes, 'epsilon', 1e-5));
    const inverse = graph.reciprocal(graph.sqrt(variance));
    const normal = a.mul(centred, inverse);
    const dNormal = a.mul(dy, scale);
    const dx = (): Value => {
      const along = a.mul(normal, mean(a.mul(dNormal, normal)));
      return a.mul(inverse, a.sub(a.sub(dNormal, mean(dNormal)), along));
    };
    return [
      wanted[0] ? dx() : undefined,
      wanted[1] ? reduceLike(graph, a.mul(dy, normal), scale) : undefined,
      wanted[2] && bias ? reduceLike(graph, dy, bias) : undefined,
    ];
  },
});

/** Normalizations as files have them, of the shape they read: training writes them out, for their gradients. */
const inFiles = (name: OperatorName, since: number): Operator =>
  define(name, since, { infer: (context) => [inputType(name, context, 0, 'float32')] });

export const normalizationOperators: readonly Operator[] = [
  lrn,
  layerNormalization,
  inFiles('BatchNormalization', 15),
  inFiles('InstanceNormalization', 6),
  inFiles('GroupNormalization', 21),
  inFiles('RMSNormalization', 23),
];
