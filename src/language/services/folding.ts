import type { IToken } from 'chevrotain';
import {
  endOf,
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  RightBrace,
  RightBracket,
  RightParen,
  scan,
  startOf,
} from '../tokens';

/** Lines, counted from 0, that can be folded into the first one. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind?: 'comment';
}

/** Braces, lists and arguments over several lines, and comments of several lines. */
export function foldingRanges(source: string): readonly FoldingRange[] {
  const { tokens, comments } = scan(source);
  return [...brackets(tokens), ...commentBlocks(source, comments)].sort(
    (a, b) => a.startLine - b.startLine || b.endLine - a.endLine,
  );
}

function brackets(tokens: readonly IToken[]): FoldingRange[] {
  const open: IToken[] = [];
  const ranges: FoldingRange[] = [];
  for (const token of tokens) {
    if (is(token, LeftBrace, LeftBracket, LeftParen)) open.push(token);
    if (!is(token, RightBrace, RightBracket, RightParen)) continue;
    const startLine = lineOf(open.pop());
    // The line that closes stays to be seen.
    const endLine = lineOf(token) - 1;
    const isOuter = ranges.at(-1)?.startLine !== startLine || ranges.at(-1)?.endLine !== endLine;
    if (startLine >= 0 && endLine > startLine && isOuter) ranges.push({ startLine, endLine });
  }
  return ranges;
}

function commentBlocks(source: string, comments: readonly IToken[]): FoldingRange[] {
  const alone = comments.filter((token) => {
    const line = source.slice(source.lastIndexOf('\n', startOf(token) - 1) + 1, startOf(token));
    return line.trim() === '' && endOf(token) > startOf(token);
  });
  const ranges: FoldingRange[] = [];
  let first = alone.at(0);
  alone.forEach((token, i) => {
    const next = alone.at(i + 1);
    if (i + 1 < alone.length && lineOf(next) === lineOf(token) + 1) return;
    const [startLine, endLine] = [lineOf(first), lineOf(token)];
    if (endLine > startLine) ranges.push({ startLine, endLine, kind: 'comment' });
    first = next;
  });
  return ranges;
}

const lineOf = (token: IToken | undefined): number => (token?.startLine ?? 0) - 1;
