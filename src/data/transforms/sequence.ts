import { word } from '../../language/parameters';
import { formatShape } from '../../text/numbers';
import { elements } from '../../shape/elements';
import { DataError } from '../dataset';
import { rearranged } from './rearrange';
import type { TransformEntry } from './transform';

const parameters = {
  by: word('What a step of the sequence is.', ['rows', 'columns', 'pixels'], { default: 'rows' }),
};

type By = (typeof parameters)['by']['default'] & string;

/** Where each number of an image, read in this way, is taken from; with the shape [steps, features] it then has. */
const readings: Readonly<
  Record<
    By,
    (
      channels: number,
      height: number,
      width: number,
    ) => { shape: [number, number]; from: (step: number, feature: number) => number }
  >
> = {
  rows: (channels, height, width) => ({
    shape: [height, channels * width],
    from: (row, i) => (Math.floor(i / width) * height + row) * width + (i % width),
  }),
  columns: (channels, height, width) => ({
    shape: [width, channels * height],
    from: (column, i) => i * width + column,
  }),
  pixels: (channels, height, width) => ({
    shape: [height * width, channels],
    from: (pixel, channel) => channel * height * width + pixel,
  }),
};

function reading(by: By, inputShape: readonly number[]) {
  const [channels, height, width] = inputShape;
  if (inputShape.length === 3) return readings[by](channels, height, width);
  throw new DataError(
    'not-images',
    `\`transform sequence\` reads images [channels, height, width] step by step; these samples have the shape ` +
      `${formatShape(inputShape)}. Remove the line.`,
  );
}

export const sequence: TransformEntry<typeof parameters> = {
  kind: 'transform',
  name: 'sequence',
  synonyms: ['as_sequence', 'scan'],
  summary: 'Makes sequences [steps, features] of images, for layers that read step by step.',
  details:
    'An image [channels, height, width] becomes its rows from top to bottom, its columns from left to right, or its pixels row by ' +
    'row; a step has the channels one after the other. MNIST by rows is [28, 28], by pixels [784, 1]. `augment` lines that move ' +
    'pixels need images, and so cannot stand beside this one.',
  parameters,
  example: 'transform sequence(rows)',
  shape: ({ by }, inputShape) => reading(by, inputShape).shape,
  async apply({ by }, samples, context) {
    const { shape, from } = reading(by, samples.inputShape);
    const [, features] = shape;
    const order = Int32Array.from({ length: elements(shape) }, (_, i) =>
      from(Math.floor(i / features), i % features),
    );
    return { ...(await rearranged(samples, order, context)), inputShape: shape };
  },
};
