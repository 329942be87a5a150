import type { IToken } from 'chevrotain';
import {
  Colon,
  Comma,
  endOf,
  Equals,
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  RightBrace,
  RightBracket,
  RightParen,
  scan,
  startOf,
  Word,
} from '../tokens';
import { type Entry, parameterNamed, wordsOf } from '../vocabulary';

/** The values that the example of an entry gives its parameters, as written: sensible ones to begin with. */
export function exampleValues(entry: Entry): ReadonlyMap<string, string> {
  const { example, parameters, kind } = entry;
  const { tokens } = scan(example);
  const at = tokens.findIndex((token) => is(token, Word) && wordsOf(entry).includes(token.image));
  const behind = tokens.slice(at + 1);
  const parts = at < 0 ? [] : kind === 'setting' ? phraseParts(behind) : callParts(behind);
  const names = Object.keys(parameters);
  const values = new Map<string, string>();
  let position = 0;
  for (const part of parts) {
    const isNamed = is(part[0], Word) && is(part.at(1), Colon, Equals);
    const name = isNamed ? parameterNamed(entry, part[0].image) : names.at(position++);
    const [first, last] = [part.at(isNamed ? 2 : 0), part.at(-1)];
    if (name !== undefined && first && last)
      values.set(name, example.slice(startOf(first), endOf(last)));
  }
  return values;
}

/** The arguments in parentheses. */
function callParts(tokens: readonly IToken[]): IToken[][] {
  if (!is(tokens[0], LeftParen)) return [];
  const parts: IToken[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(1)) {
    if (is(token, RightParen, RightBracket) && --depth < 0) break;
    if (is(token, LeftParen, LeftBracket)) depth++;
    if (depth === 0 && is(token, Comma)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** The values behind a setting's word: numbers, texts and words one by one, brackets with what is before them. */
function phraseParts(tokens: readonly IToken[]): IToken[][] {
  const parts: IToken[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (is(token, LeftBrace, RightBrace)) break;
    const opens = is(token, LeftParen, LeftBracket);
    if (depth === 0 && is(token, Comma)) continue;
    if (depth > 0 || (opens && parts.length > 0)) parts.at(-1)?.push(token);
    else parts.push([token]);
    if (opens) depth++;
    if (is(token, RightParen, RightBracket)) depth--;
  }
  return parts;
}
