import type { IToken } from 'chevrotain';
import { bracesOf, type Line, structure } from '../structure';
import {
  Comma,
  endOf,
  is,
  LeftBracket,
  LeftParen,
  RightBracket,
  RightParen,
  scan,
  startOf,
  StringLiteral,
  Word,
} from '../tokens';
import type { Vocabulary } from '../vocabulary';

/** A half-open range of a cell's text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What a selection at an offset grows to, step by step: token, argument, call, line, block, statement, cell. */
export function selectionRanges(
  source: string,
  offset: number,
  vocabulary: Vocabulary,
): readonly TextRange[] {
  const { tokens, comments } = scan(source);
  const isVerb = (word: string) => vocabulary.find('verb', word) !== undefined;
  const found = [...comments, ...tokens].flatMap(tokenRanges);
  for (const line of structure(tokens, isVerb).lines) addLine(line, found);
  found.push({ start: 0, end: source.length });
  const around = found
    .filter(({ start, end }) => start <= offset && offset <= end && start < end)
    .sort((a, b) => a.end - a.start - (b.end - b.start) || b.start - a.start);
  const nested: TextRange[] = [];
  for (const range of around) {
    const inner = nested.at(-1);
    const holds = !inner || (range.start <= inner.start && inner.end <= range.end);
    if (holds && (range.start !== inner?.start || range.end !== inner.end)) nested.push(range);
  }
  return nested;
}

/** A token; of a text in double quotes what is in them, too. */
function tokenRanges(token: IToken): TextRange[] {
  if (token.image.trim() === '') return [];
  const [start, end] = [startOf(token), endOf(token)];
  const inside = is(token, StringLiteral) ? [{ start: start + 1, end: end - 1 }] : [];
  return [...inside, { start, end }];
}

function addLine({ tokens }: Line, found: TextRange[]): void {
  found.push(between(tokens[0], tokens[tokens.length - 1]));
  addBrackets(tokens, found);
  for (const token of tokens) {
    const braces = bracesOf(token);
    if (!braces) continue;
    found.push(between(token, token));
    const [first, last] = [braces.lines.at(0), braces.lines.at(-1)];
    if (first && last) found.push(between(first.tokens[0], last.tokens[last.tokens.length - 1]));
    for (const line of braces.lines) addLine(line, found);
  }
}

/** Arguments and items, brackets, and calls with their names. */
function addBrackets(tokens: readonly IToken[], found: TextRange[]): void {
  const open: { readonly at: number; first: number }[] = [];
  tokens.forEach((token, i) => {
    const group = open.at(-1);
    if (is(token, LeftParen, LeftBracket)) open.push({ at: i, first: i + 1 });
    else if (group && is(token, Comma, RightParen, RightBracket)) {
      if (i > group.first) found.push(between(tokens[group.first], tokens[i - 1]));
      group.first = i + 1;
      if (is(token, Comma)) return;
      open.pop();
      found.push(between(tokens[group.at], token));
      if (i > group.at + 1) found.push(between(tokens[group.at + 1], tokens[i - 1]));
      const name = tokens.at(Math.max(0, group.at - 1));
      if (is(name, Word) && name) found.push(between(name, token));
    }
  });
}

const between = (first: IToken, last: IToken): TextRange => ({
  start: startOf(first),
  end: endOf(last),
});
