import type { Graph } from '../graph/builder';
import { broadcastInPlace } from '../graph/passes/broadcastInPlace';
import { expandComposites } from '../graph/passes/expandComposites';
import { foldConstants } from '../graph/passes/foldConstants';
import { removeDeadCode } from '../graph/passes/removeDeadCode';
import { shareCommonSubexpressions } from '../graph/passes/shareCommonSubexpressions';
import { smallBeforeLarge } from '../graph/passes/smallBeforeLarge';
import { blockLayout } from './cpu/blocked';
import { columnSumsAsProducts } from './cpu/columnSumsAsProducts';
import { convolutionsAsProducts } from './cpu/convolutionsAsProducts';
import { joinBeforeElementwise } from './cpu/joinBeforeElementwise';
import { maskInOneKernel } from './cpu/maskInOneKernel';
import { rectifyBelowPool } from './cpu/rectifyBelowPool';
import { scatterRows } from './cpu/scatterRows';
import { softplusAsLogarithm } from './cpu/softplusAsLogarithm';
import { squaresInOneKernel } from './cpu/squaresInOneKernel';
import { transposeBeforeProduct } from './cpu/transposeBeforeProduct';
import { splitFilterGradients } from './cpu/splitFilterGradients';
import type { Provider, Target } from './target';

/** A rewriting of a graph that does not change what it computes. */
export interface Pass {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** The only provider it is for; absent: all gain by it. */
  readonly provider?: Provider;
  apply(graph: Graph, target: Target): Graph;
}

/** Every pass, in the order in which they run. */
export const passes = [
  {
    name: 'rectifyBelowPool',
    summary: 'Computes the gradient of a rectifier below a maximum pool at the pooled size.',
    provider: 'cpu',
    apply: rectifyBelowPool,
  },
  {
    name: 'scatterRows',
    summary: 'Scatters the gradient of a large embedding row by row, without a one-hot product.',
    provider: 'cpu',
    apply: scatterRows,
  },
  {
    name: 'expandComposites',
    summary: 'Writes the gradients of maximum pools and embeddings with ONNX’s operators.',
    apply: expandComposites,
  },
  {
    name: 'foldConstants',
    summary:
      'Computes arithmetic on constants beforehand and drops what changes nothing: x + 0, x · 1.',
    apply: foldConstants,
  },
  {
    name: 'broadcastInPlace',
    summary: 'Lets element-wise operators broadcast their inputs instead of expanding a copy.',
    apply: broadcastInPlace,
  },
  {
    name: 'shareCommonSubexpressions',
    summary: 'Computes equal nodes once.',
    apply: shareCommonSubexpressions,
  },
  {
    name: 'smallBeforeLarge',
    summary: 'Moves factors from large tensors to small ones: a(bX) = (ab)X, ΣaX = aΣX.',
    apply: smallBeforeLarge,
  },
  {
    name: 'maskInOneKernel',
    summary:
      'Writes the masks in gradients of rectifiers and overlapping pools without Boolean tensors.',
    provider: 'cpu',
    apply: maskInOneKernel,
  },
  {
    name: 'softplusAsLogarithm',
    summary:
      'Writes softplus with a logistic function and a logarithm, whose kernels compute several numbers at once.',
    provider: 'cpu',
    apply: softplusAsLogarithm,
  },
  {
    name: 'convolutionsAsProducts',
    summary: 'Writes a convolution whose filters are as large as the image as a matrix product.',
    provider: 'cpu',
    apply: convolutionsAsProducts,
  },
  {
    name: 'splitFilterGradients',
    summary: 'Divides the gradient of few filters among groups, so that every thread has work.',
    provider: 'cpu',
    apply: (graph, { block }) => splitFilterGradients(graph, block),
  },
  {
    name: 'columnSumsAsProducts',
    summary: 'Sums columns, the gradients of biases, by a product with ones.',
    provider: 'cpu',
    apply: columnSumsAsProducts,
  },
  {
    name: 'joinBeforeElementwise',
    summary:
      'Joins operands before element-wise operators, not results after them: one update for all small parameters.',
    provider: 'cpu',
    apply: joinBeforeElementwise,
  },
  {
    name: 'squaresInOneKernel',
    summary: 'Sums the squares of a whole tensor without writing them.',
    provider: 'cpu',
    apply: squaresInOneKernel,
  },
  {
    name: 'transposeBeforeProduct',
    summary: 'Transposes the left factor of a wide product once, not again for every part of it.',
    provider: 'cpu',
    apply: transposeBeforeProduct,
  },
  {
    name: 'blockLayout',
    summary: 'Keeps images in blocks of channels, the layout the CPU convolves fastest in.',
    provider: 'cpu',
    apply: (graph, { block }) => (block === undefined ? graph : blockLayout(graph, block)),
  },
  {
    name: 'removeDeadCode',
    summary: 'Drops what no output depends on.',
    apply: removeDeadCode,
  },
] as const satisfies readonly Pass[];

export type PassName = (typeof passes)[number]['name'];
export const passNames: readonly PassName[] = passes.map(({ name }) => name);
