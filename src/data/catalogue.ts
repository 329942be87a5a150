import { augmentations } from './augment/augmenter';
import type { Entry } from '../language/vocabulary';
import { normalizations } from './normalization';
import type { SourceEntry } from './source';
import { cifar10 } from './sources/cifar10';
import { csv } from './sources/csv';
import { digits } from './sources/digits';
import { idx } from './sources/idx';

export const sources: readonly SourceEntry[] = [digits, idx, csv, cifar10];

/** Everything a `data` declaration may name. */
export const dataEntries: readonly Entry[] = [...sources, ...normalizations, ...augmentations];
