import { augmentations } from './augment/augmenter';
import type { Entry } from '../language/vocabulary';
import { normalizations } from './normalization';
import type { SourceEntry } from './source';
import { boolean } from './sources/boolean';
import { cifar10 } from './sources/cifar10';
import { csv } from './sources/csv';
import { digits } from './sources/digits';
import { idx } from './sources/idx';
import { mackeyGlass, sine } from './sources/series';
import { spirals } from './sources/spirals';
import { text } from './sources/text';

export const sources: readonly SourceEntry[] = [
  digits,
  idx,
  csv,
  cifar10,
  text,
  boolean,
  spirals,
  sine,
  mackeyGlass,
];

/** Everything a `data` declaration may name. */
export const dataEntries: readonly Entry[] = [...sources, ...normalizations, ...augmentations];
