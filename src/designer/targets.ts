import * as z from 'zod';
import { limits } from '../language/limits';
import type { BranchStatement, ChainStatement, LayerStatement } from '../language/syntax';
import { chainAt, isWithin, statementAt, type Chain, type Gap, type Path } from './chain';
import { DesignError, outdated, type EditContext } from './operation';

/** What operations are told, and the statements that it means. */

const deepest = 2 * limits.depth + 1;
export const path = z.array(z.int().min(0)).max(deepest).readonly();
export const gap = z.object({ chain: path, index: z.int().min(0) });
/** A piece of the text. */
export const text = z.string().max(limits.code);
/** A name somebody chose. */
export const name = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]*$/u)
  .max(limits.name);
/** Neighbouring statements. */
export const group = z.object({ first: path, count: z.int().min(1) });
export type Group = z.infer<typeof group>;

export function chainOf({ owner }: EditContext, at: Path): Chain {
  const found = chainAt(owner, at);
  if (!found) throw outdated();
  return found;
}

export function statementOf({ owner }: EditContext, at: Path): ChainStatement {
  const found = statementAt(owner, at);
  if (!found) throw outdated();
  return found;
}

/** A statement with an operator: a layer, or branches and what joins them. */
export function operatorOf(context: EditContext, at: Path): LayerStatement | BranchStatement {
  const found = statementOf(context, at);
  if (found.kind === 'layer' || found.kind === 'branch') return found;
  throw new DesignError(`\`${found.kind}\` has no operator.`);
}

/** The chain of a gap, which lies in it. */
export function gapIn(context: EditContext, { chain: at, index }: Gap): Chain {
  const chain = chainOf(context, at);
  if (index > chain.statements.length) throw outdated();
  return chain;
}

/** Neighbouring statements: their chain, the numbers of the first and the last, and what is one of them or within one. */
export function groupIn(
  context: EditContext,
  { first, count }: Group,
): {
  chain: Chain;
  range: readonly [number, number];
  statements: readonly ChainStatement[];
  holds: (path: Path) => boolean;
} {
  const chain = chainOf(context, first.slice(0, -1));
  const from = first[first.length - 1];
  const to = from + count - 1;
  const statements = chain.statements.slice(from, to + 1);
  if (statements.length < count) throw outdated();
  const holds = (path: Path) => {
    const step = path.at(chain.path.length);
    return isWithin(path, chain.path) && step !== undefined && from <= step && step <= to;
  };
  return { chain, range: [from, to], statements, holds };
}
