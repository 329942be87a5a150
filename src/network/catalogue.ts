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
import { embedding } from './layers/embedding';
import { flatten } from './layers/flatten';
import { globalavgpool, globalmaxpool } from './layers/globalPool';
import { add, concat, multiply } from './layers/join';
import { avgpool, maxpool } from './layers/pool';
import { lcn } from './layers/lcn';
import { layernorm } from './layers/layernorm';
import { local } from './layers/local';
import { lrn } from './layers/lrn';
import { maxout } from './layers/maxout';
import { cCell, sCell } from './layers/neocognitron';
import { prelu } from './layers/prelu';
import { rbf } from './layers/rbf';
import { gru } from './layers/recurrent/gru';
import { lstm } from './layers/recurrent/lstm';
import { reservoir } from './layers/recurrent/reservoir';
import { rnn } from './layers/recurrent/rnn';
import { reshape } from './layers/reshape';
import { sparsity } from './layers/sparsity';
import { transposedconv } from './layers/transposedConv';
import { upsample } from './layers/upsample';
import { l2pool, subsample, sumpool } from './layers/windowSum';
import { regularizers } from './regularizers';

const layers = [
  dense,
  conv,
  transposedconv,
  local,
  avgpool,
  maxpool,
  sumpool,
  l2pool,
  subsample,
  globalavgpool,
  globalmaxpool,
  flatten,
  reshape,
  upsample,
  dropout,
  batchnorm,
  layernorm,
  lrn,
  lcn,
  prelu,
  maxout,
  rnn,
  lstm,
  gru,
  reservoir,
  embedding,
  rbf,
  sCell,
  cCell,
  sparsity,
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
