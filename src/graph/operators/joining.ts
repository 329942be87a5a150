import type { Dimension } from '../graph';
import type { GradientContext, Operator } from '../operator';
import { numberOf, textOf } from '../attributes';
import { constantNumbers } from '../constants';
import { GraphError } from '../graphError';
import { pad as padWith, sliceAxis, zerosLike } from '../layout';
import { normalizeAxis, range, type Shape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { constantInput, define, inputType, sameTypes } from './define';

/** Joining, splitting and padding along axes. */

const replaceAt = (shape: Shape, axis: number, length: Dimension): Dimension[] =>
  shape.map((old, i) => (i === axis ? length : old));

const concat = define('Concat', 4, {
  infer: (context) => {
    const types = sameTypes('Concat', context);
    const [first] = types;
    if (!first) throw new GraphError('Concat', 'no inputs');
    const axis = normalizeAxis(
      'Concat',
      numberOf(context.attributes, 'axis', 0),
      first.shape.length,
    );
    let total = 0;
    for (const { shape } of types) {
      const length = shape[axis];
      const others = formatShape(replaceAt(shape, axis, 0));
      if (others !== formatShape(replaceAt(first.shape, axis, 0))) {
        const list = types.map((type) => formatShape(type.shape)).join(' and ');
        throw new GraphError('Concat', `shapes ${list} differ outside axis ${axis}`);
      }
      if (typeof length !== 'number') {
        if (types.length === 1) return [first];
        throw new GraphError('Concat', `axis ${axis} of ${formatShape(shape)} must be known`);
      }
      total += length;
    }
    return [{ dataType: first.dataType, shape: replaceAt(first.shape, axis, total) }];
  },
  gradient: ({ graph, inputs, gradients, attributes, wanted }: GradientContext) => {
    const dy = gradients[0]!;
    const rank = dy.type.shape.length;
    const axis = normalizeAxis('Concat', numberOf(attributes, 'axis', 0), rank);
    let start = 0;
    return inputs.map((input, i) => {
      const length = Number(input.type.shape[axis]);
      start += length;
      if (inputs.length === 1) return dy;
      return wanted[i] ? sliceAxis(graph, dy, axis, start - length, length) : undefined;
    });
  },
});

const split = define('Split', 13, {
  infer: (context) => {
    const { dataType, shape } = inputType('Split', context, 0);
    const lengths = constantInput('Split', context, 1, 'lengths');
    const axis = normalizeAxis('Split', numberOf(context.attributes, 'axis', 0), shape.length);
    if (lengths.reduce((sum, length) => sum + length, 0) !== shape[axis]) {
      const text = `lengths ${formatShape(lengths)} do not add up to axis ${axis} of ${formatShape(shape)}`;
      throw new GraphError('Split', text);
    }
    return lengths.map((length) => ({ dataType, shape: replaceAt(shape, axis, length) }));
  },
  gradient: ({ graph, outputs, gradients, attributes }: GradientContext) => [
    graph.concat(
      outputs.map((output, i) => gradients[i] ?? zerosLike(graph, output)),
      { axis: numberOf(attributes, 'axis', 0) },
    ),
  ],
});

const pad = define('Pad', 11, {
  infer: (context) => {
    const { dataType, shape } = inputType('Pad', context, 0);
    const pads = constantInput('Pad', context, 1, 'pads');
    if (pads.length !== 2 * shape.length) {
      const text = `${pads.length} pads for the shape ${formatShape(shape)}`;
      throw new GraphError('Pad', `${text}, expected ${2 * shape.length}`);
    }
    const result = shape.map((length, axis) => {
      const added = pads[axis] + pads[axis + shape.length];
      if (added === 0) return length;
      if (typeof length === 'number' && length + added >= 0) return length + added;
      const text = `axis ${axis} of ${formatShape(shape)} cannot be padded by ${added}`;
      throw new GraphError('Pad', text);
    });
    return [{ dataType, shape: result }];
  },
  gradient: ({ graph, inputs, gradients, attributes }: GradientContext) => {
    if (textOf(attributes, 'mode', 'constant') !== 'constant') {
      throw new GraphError('Pad', 'only the mode constant has a gradient');
    }
    const x = inputs[0];
    const pads = constantNumbers(inputs[1]) ?? [];
    const { shape } = x.type;
    // What was padded is cut off; what a negative pad cut off comes back as zeros.
    const cropped = shape.map((length, axis) => {
      const begin = pads[axis];
      const end = pads[axis + shape.length];
      const kept = typeof length === 'number' ? length + Math.min(begin, 0) + Math.min(end, 0) : 0;
      return { begin, end, kept };
    });
    let dx = gradients[0]!;
    for (const axis of range(0, shape.length)) {
      const { begin, end, kept } = cropped[axis];
      if (begin > 0 || end > 0) dx = sliceAxis(graph, dx, axis, Math.max(begin, 0), kept);
    }
    return [
      padWith(
        graph,
        dx,
        cropped.map(({ begin }) => Math.max(-begin, 0)),
        cropped.map(({ end }) => Math.max(-end, 0)),
      ),
    ];
  },
});

export const joiningOperators: readonly Operator[] = [concat, split, pad];
