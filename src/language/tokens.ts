import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';

const punctuation = (name: string, pattern: string) => createToken({ name, pattern });

/** Chevrotain drops the flag `u` of a pattern, but not that of a function's own. */
const letters = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** Every word: which ones are keywords depends on where they stand, so all of them can be names elsewhere. */
export const Word = createToken({
  name: 'Word',
  pattern: (text: string, offset: number) => {
    letters.lastIndex = offset;
    return letters.exec(text);
  },
  line_breaks: false,
});
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  pattern: /(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/,
});
/** Only `\"` and `\\` are escapes, so that other backslashes of file paths stay as they are. */
export const StringLiteral = createToken({
  name: 'StringLiteral',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/,
});
export const UnclosedString = createToken({
  name: 'UnclosedString',
  pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*/,
  categories: StringLiteral,
});
export const SingleQuotedString = createToken({
  name: 'SingleQuotedString',
  pattern: /'[^'\r\n]*'?/,
  categories: StringLiteral,
});

export const Range = punctuation('Range', '..');
export const Dot = punctuation('Dot', '.');
export const Comma = punctuation('Comma', ',');
export const Colon = punctuation('Colon', ':');
export const Semicolon = punctuation('Semicolon', ';');
export const Equals = punctuation('Equals', '=');
export const Plus = punctuation('Plus', '+');
export const Minus = punctuation('Minus', '-');
export const Times = punctuation('Times', '*');
export const Divide = punctuation('Divide', '/');
export const Power = punctuation('Power', '^');
export const LeftParen = punctuation('LeftParen', '(');
export const RightParen = punctuation('RightParen', ')');
export const LeftBracket = punctuation('LeftBracket', '[');
export const RightBracket = punctuation('RightBracket', ']');
export const LeftBrace = punctuation('LeftBrace', '{');
export const RightBrace = punctuation('RightBrace', '}');

export const NewLine = createToken({ name: 'NewLine', pattern: /\r\n|\n|\r/, line_breaks: true });
const Space = createToken({ name: 'Space', pattern: /[ \t\u00a0]+/, group: Lexer.SKIPPED });
const Comment = createToken({ name: 'Comment', pattern: /#[^\r\n]*/, group: 'comments' });

/** `{ … }` as one token; made by `structure.ts`, its `payload` is the lines inside. */
export const Braces = createToken({ name: 'Braces', pattern: Lexer.NA });

const scanned: TokenType[] = [
  ...[Space, NewLine, Comment, Word, Range, NumberLiteral],
  ...[StringLiteral, UnclosedString, SingleQuotedString],
  ...[Dot, Comma, Colon, Semicolon, Equals, Plus, Minus, Times, Divide, Power],
  ...[LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace],
];
export const tokenTypes = [...scanned, Braces];

/** Makes the lexer; like the grammar it is validated by a test. */
export const makeLexer = (skipValidations = true): Lexer =>
  new Lexer(scanned, { positionTracking: 'full', skipValidations });

const lexer = makeLexer();

/** Tokens, and the ranges of characters that belong to none; comments apart. */
export function scan(source: string) {
  const { tokens, groups, errors } = lexer.tokenize(source);
  const stray = errors.map(({ offset, length }) => ({ start: offset, end: offset + length }));
  return { tokens, comments: groups.comments, stray };
}

export const startOf = (token: IToken) => token.startOffset;
export const endOf = (token: IToken) => (token.endOffset ?? token.startOffset) + 1;
export const is = (token: IToken | undefined, ...types: readonly TokenType[]) =>
  token !== undefined && types.includes(token.tokenType);
