import type { Graph } from '../builder';
import { blockLayout } from './blocked';
import { broadcastInPlace } from './broadcastInPlace';
import { columnSumsAsProducts } from './columnSumsAsProducts';
import { convolutionsAsProducts } from './convolutionsAsProducts';
import { foldConstants } from './foldConstants';
import { joinBeforeElementwise } from './joinBeforeElementwise';
import { maskInOneKernel } from './maskInOneKernel';
import { rectifyBelowPool } from './rectifyBelowPool';
import { removeDeadCode } from './removeDeadCode';
import { scatterRows } from './scatterRows';
import { shareCommonSubexpressions } from './shareCommonSubexpressions';
import { smallBeforeLarge } from './smallBeforeLarge';
import { splitFilterGradients } from './splitFilterGradients';

export { decomposable, decompose } from './decompose';

/** What is known of the provider a graph is written for. */
export interface Target {
  /** Whether it is ONNX Runtime's CPU provider, for which some forms are chosen. */
  readonly cpu?: boolean;
  /** Channels side by side in the provider's blocked layout; undefined where it has none. */
  readonly block?: number;
}

type Pass = (graph: Graph, target: Target) => Graph;

const forCpu =
  (pass: Pass): Pass =>
  (graph, target) =>
    target.cpu ? pass(graph, target) : graph;

/** Rewrites of a graph that do not change what it computes, in the order in which they run. */
export const passes = {
  foldConstants,
  broadcastInPlace,
  shareCommonSubexpressions,
  smallBeforeLarge,
  maskInOneKernel: forCpu(maskInOneKernel),
  rectifyBelowPool: forCpu(rectifyBelowPool),
  convolutionsAsProducts: forCpu(convolutionsAsProducts),
  splitFilterGradients: forCpu((graph, { block }) => splitFilterGradients(graph, block)),
  columnSumsAsProducts: forCpu(columnSumsAsProducts),
  scatterRows: forCpu(scatterRows),
  joinBeforeElementwise: forCpu(joinBeforeElementwise),
  blockLayout: (graph, { block }) => (block === undefined ? graph : blockLayout(graph, block)),
  removeDeadCode,
} as const satisfies Readonly<Record<string, Pass>>;

export type PassName = keyof typeof passes;
export const passNames = Object.keys(passes) as readonly PassName[];

/** Runs the named passes, by default all. */
export const optimize = (
  graph: Graph,
  names: readonly PassName[] = passNames,
  target: Target = {},
): Graph => names.reduce((current, name) => passes[name](current, target), graph);
