import type { Location } from '../language/source';
import { insertion, type TextEdit } from '../language/textEdit';

/**
 * Where statements go in the text, and what goes with them: on lines of their own with the indentation of their neighbours
 * and the comments that belong to them, or between `;` where the neighbours stand so.
 */

const indentation = '  ';

/** Lines in braces: those of a chain, or settings. */
export interface Lines {
  readonly path: readonly number[];
  readonly statements: readonly { readonly location: Location }[];
  readonly braces: Location;
}

type Span = { readonly start: number; readonly end: number };

const lineStart = (source: string, at: number): number => source.lastIndexOf('\n', at - 1) + 1;

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
}

const indentAt = (source: string, at: number): string =>
  /^[ \t]*/.exec(source.slice(lineStart(source, at)))?.[0] ?? '';

/** Nothing stands before it on its line. */
const startsLine = (source: string, at: number): boolean =>
  source.slice(lineStart(source, at), at).trim() === '';

/** Nothing but a comment stands behind it on its line. */
const endsLine = (source: string, at: number): boolean =>
  /^[ \t]*;?[ \t]*(#.*)?$/.test(source.slice(at, lineEnd(source, at)));

const isComment = (line: string): boolean => line.trimStart().startsWith('#');

/** Statements with the comment lines right above and the comment behind them, without the last line break. */
function wholeLines(source: string, { start, end }: Span): Span | undefined {
  if (!startsLine(source, start) || !endsLine(source, end)) return undefined;
  let from = lineStart(source, start);
  while (from > 0) {
    const above = lineStart(source, from - 1);
    if (!isComment(source.slice(above, from))) break;
    from = above;
  }
  return { start: from, end: lineEnd(source, end) };
}

/** From the first of some neighbouring statements to the last. */
export const spanOf = (statements: Lines['statements']): Span => ({
  start: statements[0].location.start,
  end: statements[statements.length - 1].location.end,
});

/** The text of neighbouring statements with their comments, its first line at the left margin. */
export function textOf(source: string, span: Span): string {
  const lines = wholeLines(source, span);
  return lines ? outdented(source.slice(lines.start, lines.end)) : textWithin(source, span);
}

/** The text of neighbouring statements without the comments around them, its first line at the left margin. */
export const textWithin = (source: string, { start, end }: Span): string =>
  outdented(indentAt(source, start) + source.slice(start, end));

/** All text between the braces of a chain, with its comments, at the left margin. */
export function textInside(source: string, { braces }: Pick<Lines, 'braces'>): string {
  const lines = source.slice(braces.start + 1, braces.end - 1).split('\n');
  const [first, ...others] = lines;
  const least = Math.min(
    ...others.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)),
  );
  return [first.trim(), ...others.map((line) => line.slice(least).trimEnd())].join('\n').trim();
}

/** Takes away the indentation of the first line from all that have it. */
export function outdented(text: string): string {
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  return text
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
}

export const indented = (text: string, indent = indentation): string =>
  text
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : indent + line))
    .join('\n');

/** On one line, where no comment prevents that. */
function inlined(text: string): string {
  if (text.includes('#')) return `\n${text}\n`;
  const [first = '', ...others] = text.split('\n').map((line) => line.trim());
  return others
    .filter((line) => line !== '')
    .reduce(
      (line, next) =>
        /[{(,[]$/.test(line) || /^[)}\]]/.test(next) || next.startsWith('{')
          ? `${line} ${next}`
          : `${line}; ${next}`,
      first,
    );
}

/** Writes statements into a chain, before the one of this number or behind the last. */
export function inserted(source: string, chain: Lines, index: number, text: string): TextEdit {
  const { statements, braces } = chain;
  const at = (offset: number, written: string) => insertion(braces, offset, written);
  if (statements.length === 0) return intoEmpty(source, chain, text);
  if (index > 0) {
    const { start, end } = statements[index - 1].location;
    if (!endsLine(source, end)) return at(end, `; ${inlined(text)}`);
    const indent = startsLine(source, start)
      ? indentAt(source, start)
      : indentAt(source, braces.start) + indentation;
    return at(lineEnd(source, end), `\n${indented(text, indent)}`);
  }
  const { start, end } = statements[0].location;
  const lines = startsLine(source, start) && (wholeLines(source, { start, end }) ?? { start });
  if (!lines) return at(start, `${inlined(text)}; `);
  const indent = indentAt(source, start);
  return at(lineStart(source, lines.start), `${indented(text, indent)}\n`);
}

function intoEmpty(source: string, { braces, path }: Lines, text: string): TextEdit {
  const [open, close] = [braces.start + 1, braces.end - 1];
  const inside = source.slice(open, close);
  const margin = indentAt(source, braces.start);
  if (inside.includes('\n')) {
    const isOnItsLine = startsLine(source, close);
    return isOnItsLine
      ? insertion(
          braces,
          lineStart(source, close),
          `${indented(text, indentAt(source, close) + indentation)}\n`,
        )
      : insertion(braces, close, `\n${indented(text, margin + indentation)}\n${margin}`);
  }
  const isBranch = path.length > 0 && path.length % 2 === 0;
  const short = isBranch && !text.includes('#') && !text.includes('\n');
  return {
    location: { ...braces, start: open, end: close },
    text: short ? ` ${text} ` : `\n${indented(text, margin + indentation)}\n${margin}`,
  };
}

/**
 * Takes the statements from one number to another out of their chain. A comment on one of their lines goes with them; those on
 * the lines above go with them or stay.
 */
export function removed(
  source: string,
  { braces, statements }: Lines,
  [first, last]: readonly [number, number],
  comments: 'keep' | 'take',
): TextEdit {
  const span = spanOf(statements.slice(first, last + 1));
  const of = (start: number, end: number): TextEdit => ({
    location: { ...braces, start, end },
    text: '',
  });
  const lines = wholeLines(source, span);
  if (lines) {
    const start = comments === 'take' ? lines.start : lineStart(source, span.start);
    return lines.end < source.length
      ? of(start, lines.end + 1)
      : of(Math.max(0, start - 1), lines.end);
  }
  const before = first > 0 ? statements[first - 1].location.end : undefined;
  if (before !== undefined && !source.slice(before, span.start).includes('\n'))
    return of(before, span.end);
  const behind = source.slice(span.end);
  const next =
    /^[ \t]*;[ \t]*/.exec(behind) ?? (/ $/.test(source.slice(0, span.start)) && /^ */.exec(behind));
  return of(span.start, span.end + (next ? next[0].length : 0));
}

/** Writes other text in place of neighbouring statements; comments around them stay. */
export function replaced(
  source: string,
  { braces }: Pick<Lines, 'braces'>,
  { start, end }: Span,
  text: string,
): TextEdit {
  const isWhole = startsLine(source, start) && endsLine(source, end);
  const [first, ...others] = text.split('\n');
  const indent = indentAt(source, start);
  const lines = [first, ...others.map((line) => (line === '' ? '' : indent + line))].join('\n');
  // A comment at its end must not swallow one that stands behind.
  const ends = /#[^\n]*$/.test(lines) && source.slice(end, lineEnd(source, end)).trim() !== '';
  const last = ends ? `\n${indent}` : '';
  return { location: { ...braces, start, end }, text: isWhole ? lines + last : inlined(text) };
}

/** Writes a statement on lines of its own above another one of a cell, and an empty line between. */
export function above(source: string, location: Location, text: string): TextEdit {
  const lines = wholeLines(source, location);
  const at = lines ? lines.start : location.start;
  return insertion(location, at, lines ? `${text}\n\n` : `${inlined(text)}; `);
}
