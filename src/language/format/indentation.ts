import type { IToken } from 'chevrotain';
import {
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  RightBrace,
  RightBracket,
  RightParen,
  startOf,
} from '../tokens';

const step = '  ';
const openers = [LeftBrace, LeftParen, LeftBracket];
const closers = [RightBrace, RightParen, RightBracket];

/** How far lines are indented: a step for each brace around them, and one for the brackets that a line leaves open. */
export class Indentation {
  /** What is open, innermost last: whether it indents. */
  private open: { readonly indents: boolean; readonly isBracket: boolean }[] = [];
  /** Open before this line. */
  private before = 0;

  /** `matched`: where brackets stand that have their counterpart. */
  constructor(private readonly matched: ReadonlySet<number>) {}

  /** Whether what is open innermost is a bracket. */
  get inBrackets(): boolean {
    return this.open.at(-1)?.isBracket === true;
  }

  /** Begins a line with these tokens; `extra`: it continues the one above. */
  startLine(tokens: readonly IToken[], extra: boolean): string {
    const first = tokens.findIndex((token) => !this.closes(token));
    const closing = first < 0 ? tokens.length : first;
    const around = this.open.slice(0, Math.max(0, this.open.length - closing));
    this.before = around.length;
    const depth = around.filter(({ indents }) => indents).length;
    return step.repeat(depth + (extra && closing === 0 ? 1 : 0));
  }

  pass(token: IToken): void {
    if (this.closes(token)) {
      this.open.pop();
      this.before = Math.min(this.before, this.open.length);
    } else if (is(token, ...openers) && this.counts(token)) {
      const isBracket = !is(token, LeftBrace);
      const here = this.open.slice(this.before);
      const indents = !isBracket || !here.some((each) => each.isBracket && each.indents);
      this.open.push({ indents, isBracket });
    }
  }

  private closes = (token: IToken) => is(token, ...closers) && this.counts(token);

  private counts = (token: IToken) =>
    is(token, LeftBrace, RightBrace) || this.matched.has(startOf(token));
}
