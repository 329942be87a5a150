import { pad as padded } from '../../graph/layout';
import { integer, number, optional, pair } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { defineLayer } from '../define';
import { imageShape } from '../shapes';

const side = (where: string) =>
  optional(integer(`${where}; \`size\` when left out.`, { minimum: 0 }));

const parameters = {
  size: pair('Rows above and below, columns left and right.', { minimum: 0, default: [0, 0] }),
  value: number('What they hold.', { default: 0 }),
  top: side('Rows above'),
  bottom: side('Rows below'),
  left: side('Columns left'),
  right: side('Columns right'),
};

/** Rows and columns before and after each map. */
function borders({ size, top, bottom, left, right }: Values<typeof parameters>) {
  const [vertical, horizontal] = size;
  return {
    before: [top ?? vertical, left ?? horizontal],
    after: [bottom ?? vertical, right ?? horizontal],
  };
}

export const pad = defineLayer({
  name: 'pad',
  family: 'reshape',
  synonyms: ['padding', 'zero_padding', 'pad2d'],
  summary: 'Adds rows and columns of one number around each map.',
  details:
    'LeNet-5 reads digits of 28×28 pixels in the middle of 32×32: `pad(2)`. `pad(bottom: 1, right: 1)` makes 29×29 of them.',
  parameters,
  example: 'pad(2)',
  infer(values, inputs) {
    const [channels, height, width] = imageShape('pad', inputs);
    const { before, after } = borders(values);
    return {
      shape: [channels, before[0] + height + after[0], before[1] + width + after[1]],
      parameters: [],
      cost: { multiplyAdds: 0 },
    };
  },
  build({ graph, inputs: [x], arguments: values }) {
    const { before, after } = borders(values);
    return padded(graph, x, before, after, values.value);
  },
});
