import type { BoundCall } from '../language/vocabulary';
import * as rectifiers from './activations/rectifiers';
import * as sigmoids from './activations/sigmoids';
import * as thresholds from './activations/thresholds';
import type { InitializerEntry, NetworkEntry, RegularizerEntry } from './entries';
import { initializers } from './initializers';
import { batchnorm } from './layers/batchnorm';
import { conv } from './layers/conv';
import { dense } from './layers/dense';
import { dropout } from './layers/dropout';
import { flatten } from './layers/flatten';
import { globalavgpool, globalmaxpool } from './layers/globalPool';
import { add, concat, multiply } from './layers/join';
import { avgpool, maxpool } from './layers/pool';
import { reshape } from './layers/reshape';
import { regularizers } from './regularizers';

const layers = [
  dense,
  conv,
  avgpool,
  maxpool,
  globalavgpool,
  globalmaxpool,
  flatten,
  reshape,
  dropout,
  batchnorm,
];
const branches = [concat, add, multiply];
const activations = [
  ...Object.values(thresholds),
  ...Object.values(sigmoids),
  ...Object.values(rectifiers),
];

/** Every word a network may be made of. */
export const networkEntries: readonly NetworkEntry[] = [
  ...layers,
  ...branches,
  ...activations,
  ...initializers,
  ...regularizers,
];

const byName = <E extends NetworkEntry>(entries: readonly E[], kind: string) => {
  const table = new Map(entries.map((entry) => [entry.name, entry]));
  return (call: BoundCall): E => {
    const entry = table.get(call.name);
    if (!entry) throw new Error(`no ${kind} \`${call.name}\``);
    return entry;
  };
};

/** The initializer of a bound call. */
export const initializerOf = byName<InitializerEntry>(initializers, 'initializer');

/** The regularizer of a bound call. */
export const regularizerOf = byName<RegularizerEntry>(regularizers, 'regularizer');
