import { EntryTable } from '../language/entryTable';
import * as rectifiers from './activations/rectifiers';
import * as sigmoids from './activations/sigmoids';
import * as thresholds from './activations/thresholds';
import type { ActivationEntry, InitializerEntry, LayerEntry, RegularizerEntry } from './entries';
import {
  constant,
  file,
  glorot,
  he,
  lecun,
  normal,
  signs,
  spectral,
  uniform,
  zeros,
} from './initializers';
import { batchNorm } from './layers/batchNorm';
import { beliefNet } from './layers/beliefNet';
import { conv } from './layers/conv';
import { crelu } from './layers/crelu';
import { corrupt } from './layers/corrupt';
import { dense } from './layers/dense';
import { dropout } from './layers/dropout';
import { embedding } from './layers/embedding';
import { flatten } from './layers/flatten';
import { globalAvgPool, globalMaxPool } from './layers/globalPool';
import { add, concat, multiply } from './layers/join';
import { avgPool, maxPool } from './layers/pool';
import { lcn } from './layers/lcn';
import { layerNorm } from './layers/layerNorm';
import { local } from './layers/local';
import { lrn } from './layers/lrn';
import { maxout } from './layers/maxout';
import { cCell, sCell } from './layers/neocognitron';
import { pad } from './layers/pad';
import { prelu } from './layers/prelu';
import { rbf } from './layers/rbf';
import { delayLine } from './layers/recurrent/delayLine';
import { gru } from './layers/recurrent/gru';
import { lstm } from './layers/recurrent/lstm';
import { reservoir } from './layers/recurrent/reservoir';
import { rnn } from './layers/recurrent/rnn';
import { stepDense } from './layers/recurrent/stepDense';
import { reshape } from './layers/reshape';
import { sparsity } from './layers/sparsity';
import { transposedConv } from './layers/transposedConv';
import { transposedLocal } from './layers/transposedLocal';
import { upsample } from './layers/upsample';
import { l2Pool, subsample, sumPool } from './layers/windowSum';
import { contractive, l1, l2 } from './regularizers';

/** The layers of a chain. */
export const layers = new EntryTable<LayerEntry>('layer', [
  dense,
  conv,
  transposedConv,
  local,
  transposedLocal,
  avgPool,
  maxPool,
  sumPool,
  l2Pool,
  subsample,
  globalAvgPool,
  globalMaxPool,
  flatten,
  reshape,
  pad,
  upsample,
  crelu,
  dropout,
  corrupt,
  batchNorm,
  layerNorm,
  lrn,
  lcn,
  prelu,
  maxout,
  rnn,
  lstm,
  gru,
  reservoir,
  stepDense,
  delayLine,
  embedding,
  rbf,
  beliefNet,
  sCell,
  cCell,
  sparsity,
]);

/** What joins branches. */
export const branches = new EntryTable<LayerEntry>('branch', [concat, add, multiply]);

export const activations = new EntryTable<ActivationEntry>('activation', [
  ...Object.values(thresholds),
  ...Object.values(sigmoids),
  ...Object.values(rectifiers),
]);

export const initializers = new EntryTable<InitializerEntry>('initializer', [
  he,
  glorot,
  lecun,
  uniform,
  normal,
  signs,
  spectral,
  zeros,
  constant,
  file,
]);

export const regularizers = new EntryTable<RegularizerEntry>('regularizer', [l1, l2, contractive]);
