import { pair } from '../../language/parameters';
import type { Parameter } from '../../language/vocabulary';

/** Zeros added around the image; `same` keeps height and width (divided by the stride, rounded up). */
export const padding: Parameter<readonly [number, number] | 'same'> = {
  ...pair('Zeros added on each side, or `same` to keep the size.', { minimum: 0 }),
  required: false,
  default: [0, 0],
  choices: ['same'],
};
