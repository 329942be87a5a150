import { defineLayer } from '../define';
import { singleInput } from '../shapes';
import { pointwise } from '../../shape/receptive';

/** Passes its input on: what activations stand on where no other layer is. */
export const identity = defineLayer({
  name: 'identity',
  summary: 'The input itself.',
  parameters: {},
  example: 'identity relu',
  infer: (_, inputs) => ({
    shape: singleInput('identity', inputs)[0],
    parameters: [],
    cost: { multiplyAdds: 0 },
  }),
  window: () => pointwise,
  build: ({ inputs }) => inputs[0],
});
