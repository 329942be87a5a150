import type { IToken } from 'chevrotain';
import {
  Colon,
  Comma,
  Divide,
  Dot,
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Minus,
  Plus,
  Power,
  Range,
  RightBrace,
  RightBracket,
  RightParen,
  Semicolon,
  Times,
  Word,
} from '../tokens';

const operators = [Plus, Minus, Times, Divide, Power, Range];

/**
 * The space between two tokens of a line. It is the author's where it means something (`a -1` and `a - 1`, `c[1]` and
 * `c [1]`) and where both are common (`2*n`, `{}`). `isCall`: a word before `(` is what is called.
 */
export function spacing(before: IToken, after: IToken, written: string, isCall: boolean): string {
  const kept = written === '' ? '' : ' ';
  if (is(after, Comma, Semicolon, Colon, RightParen, RightBracket)) return '';
  if (is(before, LeftParen, LeftBracket)) return '';
  if (is(before, LeftBrace) && is(after, RightBrace)) return kept;
  if (is(before, ...operators) || is(after, ...operators, LeftBracket)) return kept;
  if (is(before, Word) && is(after, Dot)) return '';
  if (is(before, Dot) && is(after, Word)) return '';
  if (is(before, Word) && is(after, LeftParen)) return isCall ? '' : kept;
  return ' ';
}
