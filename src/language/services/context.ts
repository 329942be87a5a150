import type { IToken } from 'chevrotain';
import { declarationKeywords, modelSettings } from '../keywords';
import { limits } from '../limits';
import { withoutBracketedNewlines } from '../structure';
import {
  Colon,
  Comma,
  Dot,
  endOf,
  Equals,
  is,
  LeftBrace,
  LeftBracket,
  LeftParen,
  NewLine,
  RightBrace,
  RightBracket,
  RightParen,
  scan,
  Semicolon,
  startOf,
  StringLiteral,
  UnclosedString,
  Word,
} from '../tokens';
import { type Clause, type SettingEntry, verbNamed, type Vocabulary } from '../vocabulary';

/** What may stand at a place, judged from the tokens before it; works on text that is not finished. */
export type Context =
  /** The start of a line of a cell. */
  | { readonly kind: 'statement' }
  /** A network an action is about. */
  | { readonly kind: 'subject' }
  /** What stands behind a verb where that is no network: what `find` is to find. */
  | { readonly kind: 'quantity'; readonly verb: string }
  /** Behind it: `on`, `to`. */
  | { readonly kind: 'clause'; readonly verb: string }
  /** Behind the name of a network that is declared. */
  | { readonly kind: 'model' }
  | { readonly kind: 'data' }
  /** Behind the dot of `digits.` */
  | { readonly kind: 'split' }
  /** The start of a line of a network, behind the label if there is one; `model`: it is from a file. */
  | { readonly kind: 'layer'; readonly labelled: boolean; readonly model: boolean }
  | { readonly kind: 'activation' }
  | { readonly kind: 'label' }
  /** The start of a line of `data`, `train`, … */
  | { readonly kind: 'setting'; readonly within: string }
  | { readonly kind: 'value'; readonly setting: Callee; readonly position: number }
  | {
      readonly kind: 'argument';
      readonly callee: Callee;
      /** Positional arguments before this one. */
      readonly position: number;
      /** Named arguments before this one. */
      readonly given: readonly string[];
      readonly name?: string;
    }
  /** `words`: the value of a `let`, which may be a word of the vocabulary. */
  | { readonly kind: 'expression'; readonly words?: true }
  /** A name in double quotes of something in a file, or of a file behind `from`. */
  | { readonly kind: 'text'; readonly of: TextKind; readonly network?: string }
  | { readonly kind: 'nothing' };

/** What a text in double quotes names: by the word in front of it, or as the parameter says that it is for. */
export type TextKind = 'from' | (typeof modelSettings)[number] | 'layer' | 'file' | 'folder';

/** A word with values behind it, and the context that says which entry it can be. */
export interface Callee {
  readonly name: string;
  readonly context: Context;
}

/** The word an offset is in or at the end of, and what may stand in its place. */
export interface Place {
  readonly context: Context;
  readonly word?: IToken;
  /** The token behind the word. */
  readonly next?: IToken;
  /** The text in double quotes the offset is in. */
  readonly text?: IToken;
  /** The block whose definition the offset is in. */
  readonly block?: string;
  /** The network whose definition, or an action about which, the offset is in. */
  readonly network?: string;
  /** Arguments or settings that stand around the offset, before it and behind. */
  readonly given: readonly string[];
}

type Role = 'cell' | 'chain' | 'branches' | 'settings' | 'call' | 'other';

interface Frame {
  readonly role: Role;
  /** The statement the settings belong to. */
  readonly within?: string;
  /** The network its lines are about. */
  readonly network?: string;
  /** Whether that is from a file. */
  readonly model?: boolean;
  /** The block its lines define. */
  readonly block?: string;
  /** Whether its items may be words of the vocabulary. */
  readonly words?: true;
  /** What its brackets are behind; asked for only when the place is in them. */
  readonly callee?: () => Callee;
  /** Tokens of the current line or argument; what is in brackets is left out but for the brackets. */
  tokens: IToken[];
  readonly given: string[];
  position: number;
}

const frame = (role: Role, more: Partial<Frame> = {}): Frame => ({
  role,
  tokens: [],
  given: [],
  position: 0,
  ...more,
});

const nowhere: Place = { context: { kind: 'nothing' }, given: [] };

export function placeAt(source: string, offset: number, vocabulary: Vocabulary): Place {
  if (source.length > limits.help) return nowhere;
  const { tokens, comments } = scan(source);
  if (comments.some((token) => startOf(token) < offset && offset <= endOf(token))) {
    return nowhere;
  }
  const lines = withoutBracketedNewlines(tokens);
  const touching = lines.findIndex(
    (token) => startOf(token) <= offset && offset <= endOf(token) && is(token, Word),
  );
  const word = lines.at(touching >= 0 ? touching : lines.length);
  const start = word ? startOf(word) : offset;
  const text = lines.find(
    (token) =>
      is(token, StringLiteral, UnclosedString) &&
      startOf(token) < start &&
      (start < endOf(token) || (is(token, UnclosedString) && start === endOf(token))),
  );
  const before = lines.filter((token) => endOf(token) <= (text ? startOf(text) : start));
  const frame = frameAfter(before, vocabulary);
  const context = text ? inText(frame, vocabulary) : contextIn(frame, vocabulary);
  const next = word && lines.at(touching + 1);
  const { block, network, role, given } = frame;
  const behind = lines.slice(before.length + (word ? 1 : 0));
  return {
    context,
    given: [
      ...given,
      ...(role === 'call' ? namedIn(behind) : role === 'settings' ? settingsIn(behind) : []),
    ],
    ...(network !== undefined && { network }),
    ...(word && { word }),
    ...(next && { next }),
    ...(text && { text }),
    ...(block !== undefined && { block }),
  };
}

/** The arguments behind a place in a call. */
const namedIn = (behind: readonly IToken[]): string[] =>
  onLevel(behind).flatMap((token, i, level) =>
    is(token, Word) && is(level.at(i + 1), Colon, Equals) && i > 0 ? token.image : [],
  );

/** The settings on the lines below a place. */
const settingsIn = (behind: readonly IToken[]): string[] =>
  onLevel(behind).flatMap((token, i, level) =>
    is(token, Word) && i > 0 && is(level[i - 1], NewLine, Semicolon) ? token.image : [],
  );

/** Tokens up to the bracket that closes, without those in brackets of their own. */
function onLevel(tokens: readonly IToken[]): IToken[] {
  const found: IToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (is(token, RightBrace, RightParen, RightBracket) && --depth < 0) break;
    if (depth === 0) found.push(token);
    if (is(token, LeftBrace, LeftParen, LeftBracket)) depth++;
  }
  return found;
}

/** What is open where the tokens end. */
function frameAfter(tokens: readonly IToken[], vocabulary: Vocabulary): Frame {
  const stack: Frame[] = [frame('cell')];
  const closeTo = (length: number) => {
    stack.length = length;
  };
  for (const token of tokens) {
    const top = stack[stack.length - 1];
    const { block, network } = top;
    const around = { ...(block && { block }), ...(network && { network }) };
    if (stack.length > deepest && is(token, LeftBrace, LeftParen, LeftBracket))
      stack.push(frame(is(token, LeftBrace) ? 'settings' : 'other', { within: '' }));
    else if (is(token, LeftBrace)) stack.push({ ...around, ...openBraces(top) });
    else if (is(token, LeftParen, LeftBracket))
      stack.push({ ...openBracket(top, token, vocabulary), ...around });
    else if (is(token, RightBrace)) {
      closeTo(Math.max(1, stack.findLastIndex(isBraces)));
      stack[stack.length - 1].tokens.push(token);
    } else if (is(token, RightParen, RightBracket)) {
      if (!isLines(top)) stack.pop();
      stack[stack.length - 1].tokens.push(token);
    } else if (is(token, NewLine, Semicolon)) {
      closeTo(stack.findLastIndex(isLines) + 1);
      const lines = stack[stack.length - 1];
      if (!is(token, Semicolon) && is(lines.tokens.at(-1), Comma)) continue;
      if (lines.role === 'settings' && lines.tokens.length > 0)
        lines.given.push(lines.tokens[0].image);
      lines.tokens = [];
    } else if (is(token, Comma) && !isLines(top)) {
      if (is(top.tokens.at(1), Colon, Equals)) top.given.push(top.tokens[0].image);
      else top.position++;
      top.tokens = [];
    } else top.tokens.push(token);
  }
  return stack[stack.length - 1];
}

function inText(frame: Frame, vocabulary: Vocabulary): Context {
  const { role, tokens, model, network, within = '' } = frame;
  const [keyword, name, from] = tokens;
  const known = network === undefined ? {} : { network };
  if (role === 'cell' && isFrom(keyword, from) && tokens.length === 3) {
    return { kind: 'text', of: 'from', network: name.image };
  }
  if (role === 'call') return contextIn(frame, vocabulary);
  if (role === 'settings') {
    const entry = settingNamed(keyword?.image, within, vocabulary);
    return entry?.listsLayers ? { kind: 'text', of: 'layer', ...known } : { kind: 'nothing' };
  }
  const word = modelSettings.find((kind) => kind === keyword?.image);
  return word && role === 'chain' && model
    ? { kind: 'text', of: word, ...known }
    : { kind: 'nothing' };
}

function settingNamed(
  name: string | undefined,
  within: string,
  vocabulary: Vocabulary,
): SettingEntry | undefined {
  const entry = vocabulary.find('setting', name ?? '') as SettingEntry | undefined;
  return entry?.within.includes(within) ? entry : undefined;
}

const isFrom = (keyword: IToken | undefined, from: IToken | undefined): boolean =>
  keyword?.image === 'network' && from?.image === 'from';

const isLines = ({ role }: Frame) => role !== 'call' && role !== 'other';
const isBraces = (each: Frame) => isLines(each) && each.role !== 'cell';

/** Nothing deeper can be right; the meaning of brackets follows from the ones around them. */
const deepest = 2 * limits.depth;

function openBraces(parent: Frame): Frame {
  const [first, second, third] = parent.tokens;
  const about = second && { network: second.image };
  switch (parent.role) {
    case 'cell': {
      const keyword = first?.image ?? '';
      const holdsLayers = keyword === 'network' || keyword === 'block';
      if (!holdsLayers)
        return frame('settings', { within: keyword, ...(keyword !== 'data' && about) });
      if (keyword === 'block') return frame('chain', second && { block: second.image });
      return frame('chain', { model: isFrom(first, third), ...about });
    }
    case 'chain':
      return frame(first?.image === 'repeat' ? 'chain' : 'branches');
    case 'branches':
      return frame('chain');
    case 'settings':
      return frame('settings', { within: first?.image ?? '' });
    case 'call':
    case 'other':
      return frame('settings', { within: '' });
  }
}

function openBracket(parent: Frame, token: IToken, vocabulary: Vocabulary): Frame {
  const name = parent.tokens.at(-1);
  if (!is(token, LeftParen) || !is(name, Word) || !name) {
    const isList = is(token, LeftBracket) && is(name, Equals) && parent.role === 'cell';
    return frame('other', isList ? { words: true } : {});
  }
  const line = parent.tokens;
  const { length } = line;
  const callee = () => {
    const context = contextIn({ ...parent, tokens: line.slice(0, length - 1) }, vocabulary);
    return { name: name.image, context };
  };
  return frame('call', { callee });
}

function contextIn(top: Frame, vocabulary: Vocabulary): Context {
  switch (top.role) {
    case 'cell':
      return inStatement(top.tokens, vocabulary);
    case 'chain':
      return inChain(top.tokens, top.model === true);
    case 'settings':
      return inSettings(top.tokens, top.within ?? '');
    case 'call':
      return inCall(top);
    case 'branches':
      return { kind: 'nothing' };
    case 'other':
      return top.words && top.tokens.length === 0
        ? { kind: 'expression', words: true }
        : { kind: 'expression' };
  }
}

function inStatement(line: readonly IToken[], vocabulary: Vocabulary): Context {
  const [first] = line;
  if (!first) return { kind: 'statement' };
  if (declarationKeywords.some((keyword) => keyword === first.image)) {
    if (first.image === 'network' && line.length === 2) return { kind: 'model' };
    if (isFrom(first, line.at(2)) && line.length === 3) return { kind: 'text', of: 'from' };
    if (is(line.at(-1), Equals)) return { kind: 'expression', words: true };
    return line.some((token) => is(token, Equals)) ? { kind: 'expression' } : { kind: 'nothing' };
  }
  const verb = verbNamed(first.image, vocabulary);
  if (!verb) return { kind: 'nothing' };
  const { name, subject, clauses } = verb;
  if (line.length === 1)
    return subject === 'network' ? { kind: 'subject' } : { kind: 'quantity', verb: name };
  const behind = line.slice(2).at(-1);
  if (is(behind, Dot)) return { kind: 'split' };
  const clause = clauses.find((known) => known.name === behind?.image);
  return clause ? valueOf[clause.takes] : { kind: 'clause', verb: name };
}

/** What a clause takes. */
const valueOf = {
  network: { kind: 'subject' },
  data: { kind: 'data' },
  file: { kind: 'nothing' },
} as const satisfies Record<Clause['takes'], Context>;

/** Behind `on`, and behind the dot that follows a name. */
function reference(tokens: readonly IToken[]): Context | undefined {
  const last = tokens.at(-1);
  if (is(last, Dot)) return { kind: 'split' };
  return last?.image === 'on' ? { kind: 'data' } : undefined;
}

function inChain(line: readonly IToken[], model: boolean): Context {
  const colon = line.findIndex((token) => is(token, Colon));
  const [first] = line;
  if (!first) return { kind: 'layer', labelled: false, model };
  if (colon < 0 && ['input', 'output', 'repeat'].includes(first.image)) {
    const expects = first.image === 'repeat' || line.at(-1)?.image === 'weight';
    return { kind: expects ? 'expression' : 'nothing' };
  }
  const rest = line.slice(colon + 1);
  if (rest.length === 0) return { kind: 'layer', labelled: true, model };
  if (model && colon < 0 && modelSettings.some((name) => name === first.image)) {
    return { kind: 'nothing' };
  }
  const from = rest.findIndex((token, i) => i > 0 && token.image === 'from');
  if (from < 0) return { kind: 'activation' };
  const last = rest.at(-1);
  return { kind: last === rest[from] || is(last, Comma) ? 'label' : 'nothing' };
}

function inSettings(line: readonly IToken[], within: string): Context {
  const [keyword] = line;
  if (!keyword) return { kind: 'setting', within };
  const values = line.slice(is(line.at(2), Colon) ? 3 : 1);
  const setting = { name: keyword.image, context: { kind: 'setting', within } } as const;
  const position = values.filter((token) => !is(token, Comma, RightParen, RightBracket)).length;
  return reference(values) ?? { kind: 'value', setting, position };
}

function inCall({ tokens, callee: calleeOf, position, given }: Frame): Context {
  const callee = calleeOf?.();
  if (!callee || callee.context.kind === 'nothing') return { kind: 'nothing' };
  const [name, separator] = tokens;
  if (!name) return { kind: 'argument', callee, position, given };
  if (!is(separator, Colon, Equals) || tokens.length > 2) return { kind: 'expression' };
  return { kind: 'argument', callee, position, given, name: name.image };
}
