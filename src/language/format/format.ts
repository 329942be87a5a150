import type { IToken } from 'chevrotain';
import { parseCell } from '../parse';
import { bracketRanges, structure } from '../structure';
import {
  Comma,
  endOf,
  is,
  LeftBrace,
  NewLine,
  RightBrace,
  scan,
  Semicolon,
  SingleQuotedString,
  startOf,
  UnclosedString,
} from '../tokens';
import type { Vocabulary } from '../vocabulary';
import { Indentation } from './indentation';
import { linesOfTokens } from './lines';
import { spacing } from './spacing';

/** Other white space for a part of a cell. */
export interface SpaceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A code cell with its white space as it is usually written. Nothing else changes. */
export function formatCell(source: string, vocabulary: Vocabulary): string {
  let end = 0;
  let result = '';
  for (const edit of formatEdits(source, vocabulary)) {
    result += source.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + source.slice(end);
}

/** What `formatCell` changes, in order. Lines that cannot be read keep the spaces within them. */
export function formatEdits(source: string, vocabulary: Vocabulary): readonly SpaceEdit[] {
  return new Formatter(source, vocabulary).edits();
}

/** Other characters that count as space elsewhere are mistakes here. */
const isSpace = (text: string): boolean => /^[ \t\u00a0\r\n]*$/.test(text);

const lineBreak = /\r\n|\n|\r/g;

/** A token or comment without the space behind it. */
interface Item {
  readonly token: IToken;
  readonly start: number;
  readonly end: number;
  readonly isComment: boolean;
}

class Formatter {
  private readonly items: readonly Item[];
  private readonly indentation: Indentation;
  private readonly lines: ReturnType<typeof linesOfTokens>;
  /** Braces do not match, so nobody knows how deep a line is. */
  private readonly isTorn: boolean;
  /** Where lines begin that cannot be read. */
  private readonly unreadable = new Set<number>();

  constructor(
    private readonly source: string,
    vocabulary: Vocabulary,
  ) {
    const { tokens, comments } = scan(source);
    const isVerb = (word: string) => vocabulary.find('verb', word) !== undefined;
    const found = structure(tokens, isVerb);
    this.isTorn = [found.unclosed, found.unopened, found.tooDeep].some(({ length }) => length > 0);
    this.lines = linesOfTokens(found);
    this.indentation = new Indentation(
      new Set(bracketRanges(tokens).flatMap(({ start, end }) => [start, end])),
    );
    this.items = [
      ...tokens.filter((token) => !is(token, NewLine)).map((token) => item(token, false)),
      ...comments.map((token) => item(token, true)),
    ].sort((a, b) => a.start - b.start);
    this.findUnreadable(vocabulary);
  }

  edits(): readonly SpaceEdit[] {
    const { items, source } = this;
    const edits: SpaceEdit[] = [];
    items.forEach((item, i) => {
      const start = items[i - 1]?.end ?? 0;
      const written = source.slice(start, item.start);
      const text = isSpace(written) ? this.between(i, written) : written;
      if (text !== written) edits.push({ start, end: item.start, text });
      if (!item.isComment) this.indentation.pass(item.token);
    });
    const end = items.at(-1)?.end ?? 0;
    if (end < source.length && isSpace(source.slice(end)))
      edits.push({ start: end, end: source.length, text: '' });
    return edits;
  }

  /** The space in front of an item. */
  private between(i: number, written: string): string {
    const after = this.items[i];
    if (i === 0) return this.startLine(i, written, undefined);
    const before = this.items[i - 1];
    const [first, second] = written.match(lineBreak) ?? [];
    if (this.isKept(before, after)) return written;
    if (first === undefined) {
      if (after.isComment) return /^ +$/.test(written) ? written : ' ';
      return spacing(before.token, after.token, written, this.isCall(before.token));
    }
    if (joins(before, after)) return ' ';
    const isApart =
      second !== undefined && !is(before.token, LeftBrace) && !is(after.token, RightBrace);
    return first.repeat(isApart ? 2 : 1) + this.startLine(i, written, before);
  }

  /** Begins a line with an item; gives the space in front of it. */
  private startLine(i: number, written: string, before: Item | undefined): string {
    const { items, source } = this;
    let end = i;
    do end++;
    while (
      end < items.length &&
      !/[\r\n]/.test(source.slice(items[end - 1].end, items[end].start))
    );
    const line = items.slice(i, end).filter(({ isComment }) => !isComment);
    const goesOn = is(before?.token, Comma) && !this.indentation.inBrackets;
    const space = this.indentation.startLine(
      line.map(({ token }) => token),
      goesOn,
    );
    return this.isTorn ? written.slice(written.search(/[^\r\n]*$/)) : space;
  }

  /** Two tokens of a line that cannot be read. */
  private isKept(before: Item, after: Item): boolean {
    const line = this.lines.get(after.start);
    return (
      line !== undefined && line === this.lines.get(before.start) && this.unreadable.has(line.start)
    );
  }

  /** Whether `(` behind a word belongs to it: `epochs (2 * n)` and `repeat (n)` are written apart. */
  private isCall(word: IToken): boolean {
    const line = this.lines.get(startOf(word));
    if (line?.isLayer) return !['repeat', 'weight'].includes(word.image);
    return line?.start !== startOf(word);
  }

  private findUnreadable(vocabulary: Vocabulary): void {
    const { diagnostics } = parseCell(this.source, 0, vocabulary);
    if (diagnostics.length === 0) return;
    const starts = [0];
    for (const { index, 0: text } of this.source.matchAll(lineBreak))
      starts.push(index + text.length);
    const numberOf = (offset: number) => countUpTo(starts, offset);
    const wrong = new Set(diagnostics.map(({ location }) => numberOf(location.start)));
    for (const { start } of this.items) {
      const line = this.lines.get(start);
      if (line && wrong.has(numberOf(start))) this.unreadable.add(line.start);
    }
  }
}

/** How many of some ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function item(token: IToken, isComment: boolean): Item {
  const start = startOf(token);
  const end = isComment ? start + token.image.trimEnd().length : endOf(token);
  return { token, start, end, isComment };
}

/** `{` on a line of its own goes behind what it belongs to; branches stay below each other. */
const joins = (before: Item, after: Item): boolean =>
  is(after.token, LeftBrace) &&
  !before.isComment &&
  !is(before.token, LeftBrace, RightBrace, Semicolon, UnclosedString, SingleQuotedString);
