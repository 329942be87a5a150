import { composite } from './composite';
import { firstInput, inputType } from './define';

/**
 * The nearest whole number, ties to even, with the gradient of the identity: the straight-through estimator of Bengio, Léonard and
 * Courville (2013).
 */
export const straightThroughRound = {
  ...composite(
    'StraightThroughRound',
    {},
    (context) => inputType('StraightThroughRound', context, 0, 'float32'),
    (graph, [x]) => graph.round(x),
  ),
  gradient: firstInput(({ dy }) => dy),
};
