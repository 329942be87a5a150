import type { GradientContext, Operator } from '../operator';
import { textOf } from '../attributes';
import { GraphError } from '../graphError';
import { zerosLike } from '../layout';
import { gatherND } from '../positions';
import { sameShape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { define, inputType } from './define';

/** Putting parts into a tensor by position. */

const scatterND = define('ScatterND', 16, {
  infer: (context) => {
    const data = inputType('ScatterND', context, 0);
    const { shape: places } = inputType('ScatterND', context, 1, 'int64');
    const updates = inputType('ScatterND', context, 2, data.dataType);
    const depth = places.at(-1);
    const rank = data.shape.length;
    if (typeof depth !== 'number' || depth > rank) {
      const text = `indices ${formatShape(places)} do not fit ${formatShape(data.shape)}`;
      throw new GraphError('ScatterND', text);
    }
    const expected = [...places.slice(0, -1), ...data.shape.slice(depth)];
    if (!sameShape(updates.shape, expected)) {
      const text = `updates ${formatShape(updates.shape)}, expected ${formatShape(expected)}`;
      throw new GraphError('ScatterND', text);
    }
    return [data];
  },
  gradient: ({ graph, inputs, gradients, attributes, wanted }: GradientContext) => {
    const [, indices, updates] = inputs;
    const dy = gradients[0]!;
    const reduction = textOf(attributes, 'reduction', 'none');
    if (reduction !== 'none' && reduction !== 'add')
      throw new GraphError('ScatterND', `the reduction ${reduction} has no gradient`);
    const covered = () => graph.scatterND(dy, indices, zerosLike(graph, updates));
    return [
      wanted[0] ? (reduction === 'add' ? dy : covered()) : undefined,
      undefined,
      wanted[2] ? gatherND(graph, dy, indices) : undefined,
    ];
  },
});

export const scatteringOperators: readonly Operator[] = [scatterND];
