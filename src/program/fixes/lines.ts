import type { Location } from '../../language/source';
import { insertion, type TextEdit } from '../../language/textEdit';

/** The white space that a place's line begins with, if nothing else stands before the place. */
export function indentationAt(source: string, offset: number): string | undefined {
  const line = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*$/.test(line) ? line : undefined;
}

/** A statement behind another one: on a line of its own, below the comment of that one, or on the same line. */
export function statementAfter(
  source: string,
  { cell, start, end }: Location,
  text: string,
): TextEdit {
  const indentation = indentationAt(source, start);
  const rest = /^[^\n]*/.exec(source.slice(end))?.[0] ?? '';
  return indentation !== undefined && /^[ \t]*(#.*)?$/.test(rest)
    ? insertion({ cell }, end + rest.length, `\n${indentation}${text}`)
    : insertion({ cell }, end, `; ${text}`);
}
