import { createHash, type Hash } from 'node:crypto';
import type { IToken } from 'chevrotain';
import type { Location } from './source';
import type { Declaration, Statement } from './syntax';
import {
  Colon,
  Comma,
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  NewLine,
  NumberLiteral,
  RightBrace,
  RightBracket,
  RightParen,
  scan,
  Semicolon,
  Word,
} from './tokens';

/** Digests of parts of a notebook together with all definitions they name; layout and comments are left out. */
export class Meanings {
  private readonly definitions = new Map<string, Declaration>();
  private readonly known = new Map<Statement, string>();

  constructor(
    cells: readonly (readonly Statement[])[],
    private readonly sources: readonly string[],
    /** What a definition depends on besides the text: the content of a file. */
    private readonly outside: (name: string) => string | undefined = () => undefined,
  ) {
    for (const statement of cells.flat()) {
      if (statement.kind === 'action' || this.definitions.has(statement.name.text)) continue;
      this.definitions.set(statement.name.text, statement);
    }
  }

  /** Of a statement: alike for texts that a reader would call the same. */
  of(statement: Statement): string {
    const known = this.known.get(statement);
    if (known !== undefined) return known;
    // A definition that needs itself is an error elsewhere; here it must not go round in circles.
    this.known.set(statement, '');
    const defined = statement.kind === 'action' ? undefined : statement.name.text;
    const meaning = this.digest(statement.location, defined);
    this.known.set(statement, meaning);
    return meaning;
  }

  /** Of a cell's own text, whatever the definitions are that it names. */
  ofCell(cell: number): string {
    return own(this.tokens({ cell, start: 0, end: Infinity })).digest('base64');
  }

  private digest(location: Location, defined: string | undefined): string {
    const tokens = this.tokens(location);
    const hash = own(tokens);
    const named = tokens.filter((token, i) => is(token, Word) && !is(tokens[i + 1], Colon));
    for (const name of new Set(named.map(({ image }) => image))) {
      if (name === defined) continue;
      const definition = this.definitions.get(name);
      if (definition) hash.update(`${name} ${this.of(definition)} ${this.outside(name) ?? ''}`);
    }
    if (defined !== undefined) hash.update(this.outside(defined) ?? '');
    return hash.digest('base64');
  }

  private tokens({ cell, start, end }: Location): readonly IToken[] {
    return scan((this.sources[cell] ?? '').slice(start, end)).tokens;
  }
}

const own = (tokens: readonly IToken[]): Hash =>
  createHash('sha256').update(JSON.stringify(significant(tokens)));

const opening = [LeftParen, LeftBracket];
const closing = [RightParen, RightBracket];
const separating = [NewLine, Semicolon];

/** Tokens as they count: numbers by their value, one separator between lines, none where nothing is separated. */
function significant(tokens: readonly IToken[]): string[] {
  const words: string[] = [];
  let depth = 0;
  let separated = false;
  for (const [i, token] of tokens.entries()) {
    if (is(token, ...separating)) {
      separated ||= depth === 0;
      continue;
    }
    if (is(token, Comma) && is(tokens[i + 1], ...closing)) continue;
    const isFirst = words.length === 0 || words.at(-1) === '{';
    if (separated && !isFirst && !is(token, RightBrace)) words.push(';');
    separated = false;
    if (is(token, ...opening)) depth++;
    if (is(token, ...closing)) depth = Math.max(0, depth - 1);
    words.push(is(token, NumberLiteral) ? valueOf(token.image) : token.image);
    if (is(token, LeftBrace, RightBrace)) depth = 0;
  }
  return words;
}

const valueOf = (image: string): string => String(Number(image.replaceAll('_', '')));
