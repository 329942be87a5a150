import type { Operator } from '../operator';
import { numberOf } from '../attributes';
import { GraphError } from '../graphError';
import { formatShape } from '../../text/numbers';
import { define, inputType } from './define';

/**
 * Recurrent layers as one operator: [steps, N, features] to the states of all steps, [steps, 1, N, units], and the last ones,
 * [1, N, units]. Files have them; training writes the steps out, for its gradients, so these have none.
 */
function recurrent(name: 'RNN' | 'GRU' | 'LSTM', gates: number): Operator {
  return {
    ...define(name, 14, {
      infer: (context) => {
        const { shape, dataType } = inputType(name, context, 0, 'float32');
        const weight = inputType(name, context, 1, 'float32').shape;
        const units = numberOf(context.attributes, 'hidden_size', 0);
        const [steps, batch, features] = shape;
        if (shape.length !== 3 || weight[1] !== gates * units || weight[2] !== features) {
          const text = `weights ${formatShape(weight)} do not fit inputs ${formatShape(shape)}`;
          throw new GraphError(name, text);
        }
        const last = { dataType, shape: [1, batch, units] };
        const states = { dataType, shape: [steps, 1, batch, units] };
        return name === 'LSTM' ? [states, last, last] : [states, last];
      },
    }),
    optionalOutputs: true,
  };
}

export const recurrentOperators: readonly Operator[] = [
  recurrent('RNN', 1),
  recurrent('GRU', 3),
  recurrent('LSTM', 4),
];
