import type { BranchStatement, LayerStatement } from '../language/syntax';
import { insertion, type TextEdit } from '../language/textEdit';

/** What stands behind the operator of a statement: activations, and `from A, B`. */

type Operator = LayerStatement | BranchStatement;

/** Where a statement ends without its `from …`. */
export function endBeforeClause(source: string, { from, location }: Operator): number {
  if (!from) return location.end;
  const before = source.slice(location.start, from[0].location.start);
  return location.start + (/\s*from\s*$/.exec(before)?.index ?? before.length);
}

/** Writes what a statement reads. */
export function withClause({ from, location }: Operator, names: readonly string[]): TextEdit[] {
  const list = names.join(', ');
  const last = from?.at(-1);
  return from && last
    ? [
        {
          location: { ...location, start: from[0].location.start, end: last.location.end },
          text: list,
        },
      ]
    : [insertion(location, location.end, ` from ${list}`)];
}

/** Takes `from …` away. */
export function withoutClause(source: string, statement: Operator): TextEdit[] {
  const { from, location } = statement;
  const last = from?.at(-1);
  if (!last) return [];
  const start = endBeforeClause(source, statement);
  return [{ location: { ...location, start, end: last.location.end }, text: '' }];
}
