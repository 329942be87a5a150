import type { IToken } from 'chevrotain';
import { declarationKeywords } from './keywords';
import { limits } from './limits';
import {
  Braces,
  Comma,
  endOf,
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  NewLine,
  RightBrace,
  RightBracket,
  RightParen,
  Semicolon,
  startOf,
  Word,
} from './tokens';

/** One statement's tokens, `{ … }` folded into single tokens, and the token that ends it (none at the cell's end). */
export interface Line {
  readonly tokens: readonly IToken[];
  readonly end?: IToken;
}

export interface BracesPayload {
  readonly open: IToken;
  readonly close?: IToken;
  readonly lines: readonly Line[];
  /** Its lines are left out: it stands within too many others. */
  readonly isLeftOut?: true;
}

export interface Structure {
  readonly lines: readonly Line[];
  readonly unclosed: readonly IToken[];
  readonly unopened: readonly IToken[];
  /** Braces within too many others; what is in them is left out. */
  readonly tooDeep: readonly IToken[];
}

export const bracesOf = (token: IToken | undefined) => token?.payload as BracesPayload | undefined;

/**
 * Splits tokens into lines and nested braces, before any grammar: a mistake in one line leaves the others readable.
 * A newline ends a line unless it stands inside `( )` or `[ ]`, after a comma or before `{`.
 */
export function structure(tokens: readonly IToken[], isVerb: IsVerb): Structure {
  const significant = withoutBracketedNewlines(tokens);
  const first = new Structurer(significant, false, isVerb).read();
  return first.unclosed.length > 0 ? new Structurer(significant, true, isVerb).read() : first;
}

/** Whether a word starts an action. */
type IsVerb = (word: string) => boolean;

/** Braces as one token that ends where `last` does. */
const folded = (payload: BracesPayload, last: IToken): IToken => ({
  ...payload.open,
  image: '{',
  endOffset: endOf(last) - 1,
  tokenType: Braces,
  tokenTypeIdx: Braces.tokenTypeIdx ?? 0,
  payload,
});

class Structurer {
  private position = 0;
  private readonly unclosed: IToken[] = [];
  private readonly unopened: IToken[] = [];
  private readonly tooDeep: IToken[] = [];

  /** `guess`: a declaration at the left margin ends braces that were left open. */
  constructor(
    private readonly tokens: readonly IToken[],
    private readonly guess: boolean,
    private readonly isVerb: IsVerb,
  ) {}

  read(): Structure {
    const lines = this.lines(0);
    const { unclosed, unopened, tooDeep } = this;
    return { lines, unclosed, unopened, tooDeep };
  }

  private lines(depth: number): Line[] {
    const lines: Line[] = [];
    let line: IToken[] = [];
    const endLine = (end?: IToken) => {
      if (line.length > 0) lines.push({ tokens: line, ...(end && { end }) });
      line = [];
    };
    for (; this.position < this.tokens.length; this.position++) {
      const token = this.tokens[this.position];
      if (is(token, LeftBrace)) {
        if (depth === limits.depth) {
          this.tooDeep.push(token);
          this.skipBraces();
          line.push(folded({ open: token, lines: [], isLeftOut: true }, token));
          continue;
        }
        const braces = this.braces(token, depth);
        line.push(braces);
        if (!bracesOf(braces)?.close) endLine();
      } else if (is(token, RightBrace)) {
        if (depth > 0) {
          endLine(token);
          return lines;
        }
        this.unopened.push(token);
      } else if (is(token, NewLine)) {
        if (!this.joinsNext(line)) endLine(token);
      } else if (is(token, Semicolon)) {
        endLine(token);
      } else if (this.guess && depth > 0 && line.length === 0 && this.startsStatement()) {
        return lines;
      } else {
        line.push(token);
      }
    }
    endLine();
    return lines;
  }

  private braces(open: IToken, depth: number): IToken {
    this.position++;
    const lines = this.lines(depth + 1);
    const next = this.tokens.at(this.position);
    const close = this.position < this.tokens.length && is(next, RightBrace) ? next : undefined;
    if (!close) {
      this.unclosed.push(open);
      this.position--;
    }
    const last = close ?? lines.at(-1)?.tokens.at(-1) ?? open;
    return folded({ open, lines, ...(close && { close }) }, last);
  }

  /** To the brace that closes the one here, if one does. */
  private skipBraces() {
    let open = 0;
    do {
      const token = this.tokens[this.position];
      if (is(token, LeftBrace)) open++;
      else if (is(token, RightBrace)) open--;
      this.position++;
    } while (open > 0 && this.position < this.tokens.length);
    this.position--;
  }

  private joinsNext(line: readonly IToken[]) {
    if (line.length === 0) return false;
    if (is(line.at(-1), Comma)) return true;
    let next = this.position;
    while (is(this.tokens.at(next), NewLine) && next < this.tokens.length) next++;
    return is(this.tokens[next], LeftBrace);
  }

  private startsStatement() {
    const [word, name] = this.tokens.slice(this.position, this.position + 2);
    if (word.startColumn !== 1 || !is(name, Word)) return false;
    return declarationKeywords.some((keyword) => keyword === word.image) || this.isVerb(word.image);
  }
}

const closers = new Map([
  [LeftParen, RightParen],
  [LeftBracket, RightBracket],
]);

/** From `(` or `[` to what closes it, in the order of their starts; one that is never closed is left out. */
export function bracketRanges(tokens: readonly IToken[]) {
  const ranges: { start: number; end: number }[] = [];
  let open: IToken[] = [];
  for (const token of tokens) {
    if (closers.has(token.tokenType)) open.push(token);
    else if (is(token, RightParen, RightBracket)) {
      const opening = open.at(-1);
      if (opening && closers.get(opening.tokenType) === token.tokenType) {
        ranges.push({ start: startOf(opening), end: startOf(token) });
        open.pop();
      }
    } else if (is(token, LeftBrace, RightBrace, Semicolon)) open = [];
  }
  return ranges.sort((a, b) => a.start - b.start);
}

/** Drops newlines inside brackets; a bracket that is never closed does not swallow the lines below it. */
export function withoutBracketedNewlines(tokens: readonly IToken[]): IToken[] {
  const ranges = bracketRanges(tokens);
  let next = 0;
  let innermostEnd = -1;
  return tokens.filter((token) => {
    while (next < ranges.length && ranges[next].start < startOf(token)) {
      innermostEnd = Math.max(innermostEnd, ranges[next++].end);
    }
    return !is(token, NewLine) || startOf(token) > innermostEnd;
  });
}
