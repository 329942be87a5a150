import { Arithmetic } from '../../graph/arithmetic';
import { numberOf, numbersOf } from '../../graph/attributes';
import type { Dimension, Value } from '../../graph/graph';
import { reshape, reshapeLike } from '../../graph/layout';
import { isStatic, normalizeAxis, product, range } from '../../graph/shapes';
import {
  constantAt,
  conversion,
  expectNumber,
  newestOpset,
  required,
  same,
  unsupported,
  without,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Normalization and dropout as they are at inference, softmax as it was, and lengths. */

/** A vector with a number for each channel, shaped to broadcast over the axes behind. */
const perChannel = ({ graph }: ImportedNode, vector: Value, rank: number): Value =>
  reshape(graph, vector, [vector.type.shape[0], ...range(2, rank).map(() => 1)]);

/** (x - mean) / √(variance + ε) over some axes. */
function standardized(a: Arithmetic, x: Value, axes: readonly number[], epsilon: number): Value {
  const centred = a.sub(x, a.mean(x, [...axes], true));
  const variance = a.mean(a.square(centred), [...axes], true);
  return a.div(centred, a.graph.sqrt(a.add(variance, epsilon)));
}

/** Ioffe and Szegedy (2015) with the stored mean and variance, or in `training_mode` with those of the batch. */
const batchNormalization: Conversion = {
  operator: 'BatchNormalization',
  from: 7,
  to: newestOpset,
  attributes: ['epsilon', 'momentum', 'spatial', 'training_mode'],
  convert: (node) => {
    expectNumber(node, 'spatial', 1);
    const a = new Arithmetic(node.graph);
    const x = required(node, 0);
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => required(node, index));
    const epsilon = numberOf(node.attributes, 'epsilon', 1e-5);
    const rank = x.type.shape.length;
    if (numberOf(node.attributes, 'training_mode', 0) === 0) {
      const factor = a.div(scale, a.graph.sqrt(a.add(variance, epsilon)));
      const shift = a.sub(bias, a.mul(mean, factor));
      return [a.add(a.mul(x, perChannel(node, factor, rank)), perChannel(node, shift, rank))];
    }
    const axes = [0, ...range(2, rank)];
    const normal = a.mul(standardized(a, x, axes, epsilon), perChannel(node, scale, rank));
    const y = a.add(normal, perChannel(node, bias, rank));
    if (node.outputs < 2) return [y];
    const momentum = numberOf(node.attributes, 'momentum', 0.9);
    const running = (old: Value, now: Value): Value =>
      a.add(a.mul(old, momentum), a.mul(now, 1 - momentum));
    const batchMean = a.mean(x, axes);
    const centred = a.sub(x, a.mean(x, axes, true));
    return [y, running(mean, batchMean), running(variance, a.mean(a.square(centred), axes))];
  },
};

/** Before opset 13 all axes from `axis` on were one. */
const flatSoftmax = (operator: string): Conversion =>
  conversion(operator, [7, 12], ['axis'], (node) => {
    const x = required(node, 0);
    const rank = x.type.shape.length;
    const axis = normalizeAxis(operator, numberOf(node.attributes, 'axis', 1), rank);
    if (axis === rank - 1) return same(node, [x], { axis: -1 });
    const rows = node.graph.flatten(x, { axis });
    return reshapeLike(node.graph, same(node, [rows], { axis: -1 }), x);
  });

const dropout: Conversion = {
  operator: 'Dropout',
  from: 7,
  to: newestOpset,
  attributes: ['ratio', 'seed'],
  convert: (node) => {
    const x = required(node, 0);
    const [training] = constantAt(node, 2, 'training_mode') ?? [0];
    if (training && constantAt(node, 1, 'ratio')?.[0] !== 0) {
      throw unsupported('Dropout', 'training_mode');
    }
    return [x];
  },
};

/** With the mean and the inverse deviation where a model reads them. */
const layerNormalization: Conversion = {
  operator: 'LayerNormalization',
  from: 17,
  to: newestOpset,
  attributes: ['axis', 'epsilon', 'stash_type'],
  convert: (node) => {
    const { graph, inputs, attributes, outputs } = node;
    // `stash_type`, the type to compute in, is float32 for all.
    const normal = same(node, inputs, without(attributes, 'stash_type'));
    if (outputs < 2) return [normal];
    const a = new Arithmetic(graph);
    const x = required(node, 0);
    const rank = x.type.shape.length;
    const axis = normalizeAxis(node.operator, numberOf(attributes, 'axis', -1), rank);
    const mean = a.mean(x, range(axis, rank), true);
    const variance = a.mean(a.square(a.sub(x, mean)), range(axis, rank), true);
    const deviation = graph.sqrt(a.add(variance, numberOf(attributes, 'epsilon', 1e-5)));
    return [normal, mean, graph.reciprocal(deviation)];
  },
};

/** Known lengths become constants, so that what is computed from them can be known as well. */
function shapeOf(node: ImportedNode): Value {
  const { graph, inputs, attributes } = node;
  const { shape } = required(node, 0).type;
  const start = numberOf(attributes, 'start', 0);
  const end = numberOf(attributes, 'end', shape.length);
  const part: readonly Dimension[] = shape.slice(start, end);
  if (isStatic(part)) return graph.ints(part);
  const whole = same(node, [inputs[0]], {});
  if (part.length === shape.length) return whole;
  return graph.slice(whole, [start], [end]);
}

export const normalizationConversions: readonly Conversion[] = [
  batchNormalization,
  // Zhang and Sennrich (2019). `stash_type`, the type to compute in, is float32 for all.
  conversion('RMSNormalization', [23], ['axis', 'epsilon', 'stash_type'], (node, a) => {
    const x = required(node, 0);
    const rank = x.type.shape.length;
    const axis = normalizeAxis(node.operator, numberOf(node.attributes, 'axis', -1), rank);
    const epsilon = numberOf(node.attributes, 'epsilon', 1e-5);
    const size = a.add(a.mean(a.square(x), range(axis, rank), true), epsilon);
    return a.mul(a.div(x, a.graph.sqrt(size)), required(node, 1));
  }),
  conversion('InstanceNormalization', [7], ['epsilon'], (node, a) => {
    const x = required(node, 0);
    const rank = x.type.shape.length;
    const epsilon = numberOf(node.attributes, 'epsilon', 1e-5);
    const normal = standardized(a, x, range(2, rank), epsilon);
    const scaled = a.mul(normal, perChannel(node, required(node, 1), rank));
    return a.add(scaled, perChannel(node, required(node, 2), rank));
  }),
  conversion('GroupNormalization', [21], ['epsilon', 'num_groups', 'stash_type'], (node, a) => {
    const x = required(node, 0);
    const rank = x.type.shape.length;
    const groups = numberOf(node.attributes, 'num_groups', 1);
    const grouped = reshape(a.graph, x, [
      x.type.shape[0],
      groups,
      dividedBy(product(x.type.shape.slice(1)), groups),
    ]);
    const normal = standardized(a, grouped, [2], numberOf(node.attributes, 'epsilon', 1e-5));
    const back = reshapeLike(a.graph, normal, x);
    const scaled = a.mul(back, perChannel(node, required(node, 1), rank));
    return a.add(scaled, perChannel(node, required(node, 2), rank));
  }),
  conversion('MeanVarianceNormalization', [9], ['axes'], (node, a) => {
    const x = required(node, 0);
    const axes = numbersOf(node.attributes, 'axes') ?? [0, 2, 3];
    const centred = a.sub(x, a.mean(x, [...axes], true));
    const deviation = a.graph.sqrt(a.mean(a.square(centred), [...axes], true));
    return a.div(centred, a.add(deviation, 1e-9));
  }),
  flatSoftmax('Softmax'),
  flatSoftmax('LogSoftmax'),
  dropout,
  layerNormalization,
  conversion('Shape', [7], ['start', 'end'], shapeOf),
  conversion('Size', [7], [], (node) => {
    const total = product(required(node, 0).type.shape);
    if (typeof total === 'string') throw unsupported('Size', `an unknown length (${total})`);
    return node.graph.constant(BigInt64Array.of(BigInt(total)), []);
  }),
];

function dividedBy(length: Dimension, groups: number): number {
  if (typeof length === 'number' && length % groups === 0) return length / groups;
  throw unsupported('GroupNormalization', `${length} elements in ${groups} groups`);
}
