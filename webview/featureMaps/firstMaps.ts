import { elements } from '../../src/shape/elements';

/** Maps of a layer that are shown, and asked for, before the user wants all of them: few of large ones. */
export const firstMaps = ([count = 1, ...map]: readonly number[]): number =>
  Math.min(count, Math.max(8, Math.min(64, Math.floor(2 ** 19 / elements(map)))));
