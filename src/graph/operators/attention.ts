import type { Operator } from '../operator';
import { define, inputType } from './define';

/** Attention as files have it: queries, keys and values [N, steps, heads · size]. Training writes it out, for its gradients. */
export const attentionOperators: readonly Operator[] = [
  define('Attention', 23, {
    infer(context) {
      const { dataType, shape } = inputType('Attention', context, 0, 'float32');
      const values = inputType('Attention', context, 2, 'float32').shape;
      return [{ dataType, shape: [...shape.slice(0, -1), values.at(-1)!] }];
    },
  }),
];
