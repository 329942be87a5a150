import { integer, number, word } from '../../language/parameters';
import type { AugmentationEntry } from './augmentation';

/** A warp says where pixels come from, so each of these is the inverse of what the picture seems to do. */

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

const translation = {
  pixels: number('Largest shift along each axis, in pixels.', { minimum: 0 }),
};

export const translate: AugmentationEntry<typeof translation> = {
  kind: 'augmentation',
  name: 'translate',
  summary: 'Shifts images at random, up to this many pixels to each side.',
  details: 'Both shifts are uniform in ±`pixels`. Pixels that come in from outside are 0.',
  parameters: translation,
  example: 'augment translate(2)',
  synonyms: ['shift'],
  warp: ({ pixels }, warp, random) =>
    warp.shift(random.between(-pixels, pixels), random.between(-pixels, pixels)),
};

const factors = {
  low: number('Smallest factor.', { above: 0 }),
  high: number('Largest factor.', { above: 0 }),
};

export const scale: AugmentationEntry<typeof factors> = {
  kind: 'augmentation',
  name: 'scale',
  summary: 'Scales images about their centre by a random factor.',
  details: 'The factor is uniform between `low` and `high`.',
  parameters: factors,
  example: 'augment scale(0.9, 1.1)',
  synonyms: ['zoom', 'resize'],
  warp: ({ low, high }, warp, random) => {
    const factor = 1 / random.between(low, high);
    warp.linear(factor, 0, 0, factor);
  },
};

const angle = {
  degrees: number('Largest angle to each side, in degrees.', { minimum: 0, maximum: 180 }),
};

export const rotate: AugmentationEntry<typeof angle> = {
  kind: 'augmentation',
  name: 'rotate',
  summary: 'Rotates images about their centre by a random angle.',
  details: 'The angle is uniform in ±`degrees`.',
  parameters: angle,
  example: 'augment rotate(15)',
  warp: ({ degrees }, warp, random) => {
    const turn = radians(random.between(-degrees, degrees));
    const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
    warp.linear(cosine, sine, -sine, cosine);
  },
};

const slant = {
  degrees: number('Largest slant to each side, in degrees.', { minimum: 0, maximum: 80 }),
};

export const shear: AugmentationEntry<typeof slant> = {
  kind: 'augmentation',
  name: 'shear',
  summary: 'Slants images by a random angle: rows are shifted in proportion to their height.',
  details: 'The angle between a column and its slanted form is uniform in ±`degrees`.',
  parameters: slant,
  example: 'augment shear(10)',
  synonyms: ['skew'],
  warp: ({ degrees }, warp, random) =>
    warp.linear(1, Math.tan(radians(random.between(-degrees, degrees))), 0, 1),
};

const mirror = {
  axis: word('Which sides are swapped.', ['horizontal', 'vertical'], { default: 'horizontal' }),
  probability: number('Fraction of the images that are mirrored.', {
    minimum: 0,
    maximum: 1,
    default: 0.5,
  }),
};

export const flip: AugmentationEntry<typeof mirror> = {
  kind: 'augmentation',
  name: 'flip',
  summary: 'Mirrors some of the images, left to right or top to bottom.',
  parameters: mirror,
  example: 'augment flip(horizontal)',
  synonyms: ['mirror'],
  warp: ({ axis, probability }, warp, random) => {
    if (random.uniform() >= probability) return;
    if (axis === 'horizontal') warp.linear(-1, 0, 0, 1);
    else warp.linear(1, 0, 0, -1);
  },
};

const padding = {
  padding: integer('Width of the border of zeros that is added first.', {
    minimum: 0,
    maximum: 1000,
  }),
};

export const crop: AugmentationEntry<typeof padding> = {
  kind: 'augmentation',
  name: 'crop',
  summary: 'Pads images with zeros and cuts out a random part of the original size.',
  details: 'The part begins at a whole pixel, so that nothing is interpolated.',
  parameters: padding,
  example: 'augment crop(4)',
  warp: ({ padding: border }, warp, random) => {
    const offset = () => random.integer(2 * border + 1) - border;
    warp.shift(offset(), offset());
  },
};
