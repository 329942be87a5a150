import { number } from '../../src/language/parameters';
import { layers } from '../../src/network/catalogue';
import { defineLayer } from '../../src/network/define';
import { singleInput } from '../../src/network/shapes';

/** A layer that the product does not have, in one file: `mirror(0.5)` turns the sign of what it reads and scales it. */
const mirror = defineLayer({
  name: 'mirror',
  summary: 'Turns the sign of its input.',
  parameters: { scale: number('What it is multiplied by besides.', { default: 1 }) },
  example: 'mirror(0.5)',
  infer: (_, inputs) => ({
    shape: singleInput('mirror', inputs)[0],
    parameters: [],
    cost: { multiplyAdds: 0 },
  }),
  build: ({ graph, inputs: [x], arguments: { scale } }) => graph.mul(x, -scale),
});

const words = [layers.add(mirror)];

/** Takes its words out again, for tests that share a process. */
export const forget = (): void => words.forEach((remove) => remove());
