import type { Location } from '../language/source';
import type { BlockDeclaration, ChainStatement, NetworkDeclaration } from '../language/syntax';

/** A network or block, whose body is a chain of statements. */
export type ChainOwner = NetworkDeclaration | BlockDeclaration;

/**
 * Where a statement or a chain stands in its owner: `[3]` is the fourth statement, `[3, 1]` the chain that is its second
 * branch (a repeat has one chain, 0), `[3, 1, 0]` the first statement there; `[]` is the owner's own chain.
 */
export type Path = readonly number[];

/** Statements one after the other, in braces. */
export interface Chain {
  readonly path: Path;
  readonly statements: readonly ChainStatement[];
  /** From `{` to `}`. */
  readonly braces: Location;
}

/** Between which statements of a chain: before the one of this number, or behind the last. */
export interface Gap {
  readonly chain: Path;
  readonly index: number;
}

/** The chains in a statement: the branches of a branch, the body of a repeat. */
export function chainsIn(statement: ChainStatement, path: Path): Chain[] {
  switch (statement.kind) {
    case 'input':
    case 'layer':
      return [];
    case 'branch':
      return statement.branches.map((statements, i) => ({
        path: [...path, i],
        statements,
        braces: statement.branchBraces[i],
      }));
    case 'repeat': {
      const { body, braces } = statement;
      return braces ? [{ path: [...path, 0], statements: body, braces }] : [];
    }
  }
}

/** The chain of a network or block itself; undefined where it has no braces: `network N from "model.onnx"`. */
export const bodyOf = ({ body, braces }: ChainOwner): Chain | undefined =>
  braces && { path: [], statements: body, braces };

/** The chain at a path of even length. */
export function chainAt(owner: ChainOwner, path: Path): Chain | undefined {
  if (path.length === 0) return bodyOf(owner);
  const statement = statementAt(owner, path.slice(0, -1));
  return statement && chainsIn(statement, path.slice(0, -1)).at(path[path.length - 1]);
}

/** The statement at a path of odd length. */
export const statementAt = (owner: ChainOwner, path: Path): ChainStatement | undefined =>
  path.length % 2 === 1
    ? chainAt(owner, path.slice(0, -1))?.statements.at(path[path.length - 1])
    : undefined;

export interface Placed<S extends ChainStatement = ChainStatement> {
  readonly statement: S;
  readonly path: Path;
}

/** Every statement of a chain with those within them, in the order of the text. */
export function statementsIn({ statements, path }: Chain): Placed[] {
  return statements.flatMap((statement, i) => {
    const own = [...path, i];
    return [{ statement, path: own }, ...chainsIn(statement, own).flatMap(statementsIn)];
  });
}

/** Every statement of a network or block. */
export function allStatements(owner: ChainOwner): Placed[] {
  const body = bodyOf(owner);
  return body ? statementsIn(body) : [];
}

export const isWithin = (path: Path, around: Path): boolean =>
  around.length <= path.length && around.every((step, i) => step === path[i]);

export const samePath = (a: Path, b: Path): boolean => a.length === b.length && isWithin(a, b);

/** Of a path in a chain: the chain, and the number there. */
export const gapBefore = (path: Path): Gap => ({
  chain: path.slice(0, -1),
  index: path[path.length - 1],
});

export const gapAfter = (path: Path): Gap => ({
  chain: path.slice(0, -1),
  index: path[path.length - 1] + 1,
});
