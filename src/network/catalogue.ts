import { EntryTable } from '../language/entryTable';
import * as rectifiers from './activations/rectifiers';
import * as selfGated from './activations/selfGated';
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
import { attention } from './layers/attention';
import { batchNorm } from './layers/batchNorm';
import { beliefNet } from './layers/beliefNet';
import { conv } from './layers/conv';
import { crelu } from './layers/crelu';
import { corrupt } from './layers/corrupt';
import { dense } from './layers/dense';
import { depthwiseConv } from './layers/depthwiseConv';
import { dropout } from './layers/dropout';
import { embedding } from './layers/embedding';
import { flatten } from './layers/flatten';
import { geglu, glu, swiglu } from './layers/gated';
import { globalAvgPool, globalMaxPool } from './layers/globalPool';
import { groupNorm, instanceNorm } from './layers/groupNorm';
import { add, concat, multiply } from './layers/join';
import { avgPool, maxPool } from './layers/pool';
import { lcn } from './layers/lcn';
import { layerNorm } from './layers/layerNorm';
import { local } from './layers/local';
import { lrn } from './layers/lrn';
import { maxout } from './layers/maxout';
import { cCell, sCell } from './layers/neocognitron';
import { pad } from './layers/pad';
import { position } from './layers/position';
import { prelu } from './layers/prelu';
import { rbf } from './layers/rbf';
import { delayLine } from './layers/recurrent/delayLine';
import { gru } from './layers/recurrent/gru';
import { lstm } from './layers/recurrent/lstm';
import { reservoir } from './layers/recurrent/reservoir';
import { rnn } from './layers/recurrent/rnn';
import { stepDense } from './layers/recurrent/stepDense';
import { reshape } from './layers/reshape';
import { rmsNorm } from './layers/rmsNorm';
import { sparsity } from './layers/sparsity';
import { stochasticDepth } from './layers/stochasticDepth';
import { toSequence } from './layers/toSequence';
import { transposedConv } from './layers/transposedConv';
import { transposedLocal } from './layers/transposedLocal';
import { upsample } from './layers/upsample';
import { l2Pool, subsample, sumPool } from './layers/windowSum';
import { contractive, l1, l2 } from './regularizers';

/** The layers of a chain. */
export const layers = new EntryTable<LayerEntry>('layer', [
  dense,
  conv,
  depthwiseConv,
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
  toSequence,
  pad,
  upsample,
  crelu,
  dropout,
  stochasticDepth,
  corrupt,
  batchNorm,
  layerNorm,
  rmsNorm,
  groupNorm,
  instanceNorm,
  lrn,
  lcn,
  prelu,
  maxout,
  glu,
  geglu,
  swiglu,
  attention,
  position,
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
  ...Object.values(selfGated),
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
