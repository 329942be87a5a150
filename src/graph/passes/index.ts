import type { Graph } from '../builder';
import { broadcastInPlace } from './broadcastInPlace';
import { foldConstants } from './foldConstants';
import { removeDeadCode } from './removeDeadCode';
import { shareCommonSubexpressions } from './shareCommonSubexpressions';

export { decomposable, decompose } from './decompose';

/** Rewrites of a graph that do not change what it computes, in the order in which they run. */
export const passes = {
  foldConstants,
  broadcastInPlace,
  shareCommonSubexpressions,
  removeDeadCode,
} as const satisfies Readonly<Record<string, (graph: Graph) => Graph>>;

export type PassName = keyof typeof passes;
export const passNames = Object.keys(passes) as readonly PassName[];

/** Runs the named passes, by default all. */
export const optimize = (graph: Graph, names: readonly PassName[] = passNames): Graph =>
  names.reduce((current, name) => passes[name](current), graph);
