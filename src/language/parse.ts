import type { IRecognitionException, IToken, ParserMethod } from 'chevrotain';
import { TooDeep } from './expressionGrammar';
import { LineGrammar } from './grammar';
import { chainKeywords, declarationKeywords, modelSettings } from './keywords';
import { limits, shortened, tooDeep, tooLong } from './limits';
import { quoted, stringValue } from './literals';
import { unknownWord } from './nearest';
import { type Diagnostic, locate, type Location } from './source';
import { bracesOf, type Line, structure } from './structure';
import type { BranchStatement, ChainStatement, Name, Setting, Statement } from './syntax';
import {
  Braces,
  Colon,
  endOf,
  is,
  LeftParen,
  NewLine,
  RightBrace,
  scan,
  SingleQuotedString,
  startOf,
  StringLiteral,
  UnclosedString,
  Word,
} from './tokens';
import type { Vocabulary } from './vocabulary';

export interface ParsedCell {
  readonly statements: readonly Statement[];
  readonly diagnostics: readonly Diagnostic[];
}

const grammar = new LineGrammar();

/**
 * Reads one code cell, number `cell` of its notebook; of the vocabulary it asks for the verbs. Never throws: a line with a
 * mistake is reported and left out.
 */
export function parseCell(source: string, cell: number, vocabulary: Vocabulary): ParsedCell {
  return new CellParser(source, cell, vocabulary).parse();
}

class CellParser {
  private readonly diagnostics: Diagnostic[] = [];
  /** Where the findings begin that were made before any line was read, in order. */
  private found: readonly Diagnostic[] = [];
  /** Lines that could not be read. */
  private losses = 0;

  constructor(
    private readonly source: string,
    private readonly cell: number,
    private readonly vocabulary: Vocabulary,
  ) {}

  parse(): ParsedCell {
    const { tokens, stray } = scan(this.source);
    for (const { start, end } of stray) {
      const text = this.source.slice(start, end).trim();
      this.report(
        'unknown-character',
        `\`${shortened(text)}\` is not expected here`,
        this.range(start, end),
      );
    }
    for (const token of tokens) this.checkToken(token);
    const { lines, unclosed, unopened, tooDeep: deep } = structure(tokens, this.isVerb);
    // Below the deepest brace nothing is read, so what is open there may well be closed.
    for (const token of deep.length > 0 ? [] : unclosed) {
      const { start } = this.of(token);
      this.report('unclosed-brace', '`{` is never closed; add `}`', this.range(start, start + 1));
    }
    for (const token of unopened) {
      this.report('unopened-brace', 'this `}` matches no `{`; remove it', this.of(token), {
        title: 'Remove `}`',
        replacement: '',
      });
    }
    for (const token of deep) this.report('too-deep', tooDeep, this.of(token));
    this.found = this.diagnostics.toSorted((a, b) => a.location.start - b.location.start);
    const statements = lines.flatMap((line) => this.statement(line) ?? []);
    this.diagnostics.sort((a, b) => a.location.start - b.location.start);
    return { statements, diagnostics: this.diagnostics };
  }

  private statement(line: Line): Statement | undefined {
    const [word] = line.tokens;
    const location = this.of(word, line.tokens.at(-1));
    const before = this.losses;
    const incomplete = () => (this.losses > before ? ({ incomplete: true } as const) : {});
    const keyword = declarationKeywords.find((name) => name === word.image);
    switch (keyword) {
      case 'data': {
        const read = this.read(line, grammar.namedLine);
        const head = read ?? this.salvage(line);
        if (!head) return undefined;
        const { name, braces } = head;
        const settings = this.settings(bracesOf(braces)?.lines);
        return { kind: 'data', name, settings, location, ...this.braced(braces), ...incomplete() };
      }
      case 'network': {
        const read = this.read(line, grammar.networkLine);
        const head = read ?? this.salvage(line);
        if (!head) return undefined;
        const { name, from, braces } = { from: undefined, ...head };
        const lines = bracesOf(braces)?.lines ?? [];
        const settings = this.settings(lines.filter((each) => isModelSetting(each)));
        const body = this.chain(lines.filter((each) => !isModelSetting(each)));
        const model = { ...(from && { from }), ...((from ?? settings[0]) && { settings }) };
        return {
          kind: 'network',
          name,
          ...model,
          body,
          location,
          ...this.braced(braces),
          ...incomplete(),
        };
      }
      case 'block': {
        const read = this.read(line, grammar.blockLine);
        const head = read ?? this.salvage(line);
        if (!head) return undefined;
        const { name, braces, parameters = [] } = { parameters: undefined, ...head };
        const body = this.chain(bracesOf(braces)?.lines);
        return {
          kind: 'block',
          name,
          parameters,
          body,
          location,
          ...this.braced(braces),
          ...incomplete(),
        };
      }
      case 'let': {
        const head = this.read(line, grammar.letLine);
        return head && { kind: 'let', ...head, location };
      }
      case undefined:
        if (this.isVerb(word.image)) return this.action(word.image, line, location);
        this.unknownStatement(line);
        return undefined;
    }
  }

  private action(verb: string, line: Line, location: Location): Statement | undefined {
    const before = this.losses;
    const read = this.read(line, grammar.actionLine);
    const head = read ?? this.salvage(line);
    if (!head) return undefined;
    const { subject, clauses, braces } =
      'subject' in head ? head : { subject: head.name, clauses: [], braces: head.braces };
    const settings = this.settings(bracesOf(braces)?.lines);
    return {
      kind: 'action',
      verb,
      verbLocation: this.of(line.tokens[0]),
      subject,
      clauses,
      settings,
      location,
      ...this.braced(braces),
      ...(this.losses > before && { incomplete: true }),
    };
  }

  private settings(lines: readonly Line[] = []): Setting[] {
    return lines.flatMap((line) => {
      const read = this.read(line, grammar.settingLine);
      if (!read) return [];
      const { keyword, label, phrase, braces } = read;
      const settings = braces && this.settings(bracesOf(braces)?.lines);
      return [
        {
          keyword,
          ...(label && { label }),
          phrase,
          ...(settings && { settings }),
          ...this.braced(braces),
          location: this.whole(line),
        },
      ];
    });
  }

  private chain(lines: readonly Line[] = []): ChainStatement[] {
    return lines.flatMap((line) => this.chainStatement(line) ?? []);
  }

  private chainStatement(line: Line): ChainStatement | undefined {
    const [word, second] = line.tokens;
    const location = this.whole(line);
    const keyword = chainKeywords.find((name) => name === word.image);
    if (keyword === 'input' && !is(second, Colon, LeftParen)) {
      const head = this.read(line, grammar.inputLine);
      return head && { kind: 'input', ...head, location };
    }
    if (keyword === 'repeat' && !is(second, Colon)) {
      const head = this.read(line, grammar.repeatLine);
      const body = this.chain(bracesOf(head?.braces)?.lines);
      return (
        head && { kind: 'repeat', count: head.count, body, location, ...this.braced(head.braces) }
      );
    }
    const head = this.read(line, grammar.layerLine);
    if (!head) return undefined;
    const { label, output, call, activations, from, braces } = head;
    const common = { ...(label && { label }), call, activations, ...(from && { from }), location };
    if (!braces) return { kind: 'layer', ...common, ...(output && { output }) };
    const branches = this.branches(braces, call.name);
    return branches && { kind: 'branch', ...common, ...branches };
  }

  /** `{ { … } { … } }` */
  private branches(
    braces: IToken,
    name: Name,
  ): Pick<BranchStatement, 'branches' | 'branchBraces'> | undefined {
    const tokens = (bracesOf(braces)?.lines ?? []).flatMap((line) => line.tokens);
    const wrong = tokens.find((token) => !is(token, Braces));
    if (!wrong) {
      const branches = tokens.map((branch) => this.chain(bracesOf(branch)?.lines));
      return { branches, branchBraces: tokens.map((branch) => this.of(branch, branch)) };
    }
    this.losses++;
    this.report(
      'syntax',
      `expected \`{\`, found \`${shortened(wrong.image)}\`; ` +
        `each branch of \`${name.text}\` goes in its own braces`,
      this.of(wrong),
    );
    return undefined;
  }

  /** Applies a rule of the grammar to a whole line; reports what is wrong with the line, once. */
  private read<T>(line: Line, rule: ParserMethod<[], T>): T | undefined {
    if (this.isFull) {
      this.losses++;
      return undefined;
    }
    grammar.cell = this.cell;
    grammar.input = [...line.tokens];
    let result: T | undefined;
    try {
      result = rule.call(grammar);
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      this.losses++;
      this.report('too-deep', tooDeep, this.of(error.token));
      return undefined;
    }
    const [error] = grammar.errors;
    for (const { token, message, replacement } of grammar.slips) {
      const title = `Change to \`${replacement}\``;
      this.report('syntax', message, this.of(token), { title, replacement });
    }
    const isWhole = !line.tokens.some((token) => bracesOf(token)?.isLeftOut);
    if (!error && isWhole) return result;
    this.losses++;
    if (!error) return result;
    if (grammar.slips.length === 0 && !this.isFound(line)) this.reportError(error, line);
    return undefined;
  }

  /** Whether a mistake was found in a line before it was read: a text without an end, an open brace. */
  private isFound(line: Line): boolean {
    const { start, end } = this.whole(line);
    const { found } = this;
    let [low, high] = [0, found.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (found[middle].location.start < start) low = middle + 1;
      else high = middle;
    }
    return low < found.length && found[low].location.end <= end;
  }

  private reportError({ message, token }: IRecognitionException, line: Line) {
    const { tokens, end } = line;
    const position = tokens.indexOf(token);
    const previous = position < 0 ? tokens.at(-1) : tokens.at(position - 1);
    const after = position !== 0 && previous ? ` after \`${lastImage(previous)}\`` : '';
    const found = position < 0 ? foundEnd(end) : `\`${shortened(token.image)}\``;
    const at = position < 0 ? (is(end, RightBrace) ? end : previous) : token;
    this.report('syntax', `expected ${message}${after}, found ${found}`, this.of(at ?? token));
  }

  /** Name and braces of a declaration the first line of which has a mistake, so that the rest is still known. */
  private salvage({ tokens }: Line): { name: Name; braces: IToken } | undefined {
    const [, name] = tokens;
    const braces = tokens.find((token) => bracesOf(token));
    if (!is(name, Word) || !braces) return undefined;
    return { name: { text: name.image, location: this.of(name) }, braces };
  }

  private unknownStatement(line: Line) {
    const [word, second] = line.tokens;
    if (this.isFull || (is(word, Braces) && this.isFound(line))) return;
    const verbs = this.vocabulary.entries('verb').map((entry) => entry.name);
    const keywords = [...declarationKeywords, ...verbs];
    const name = { text: word.image, location: this.of(word) };
    if (!is(word, Word)) {
      this.report(
        'syntax',
        `expected a statement such as \`network\` or \`train\`, found \`${shortened(word.image)}\``,
        name.location,
      );
    } else if (is(second, Colon, LeftParen)) {
      this.report(
        'misplaced-layer',
        `\`${name.text}\` looks like a layer; layers go inside \`network NAME { … }\``,
        name.location,
      );
    } else this.diagnostics.push(unknownWord('statement', name, keywords).toDiagnostic());
  }

  private checkToken(token: IToken) {
    if (is(token, Word) && token.image.length > limits.name) {
      this.report('too-long', tooLong('a name', limits.name), this.of(token));
      token.image = token.image.slice(0, limits.name);
    } else if (token.image.length > limits.text && isText(token)) {
      this.report('too-long', tooLong('a text', limits.text), this.of(token));
    } else if (is(token, UnclosedString)) {
      this.report('unclosed-string', 'this text has no closing `"`', this.of(token), {
        title: 'Add `"`',
        replacement: `${token.image}"`,
      });
    } else if (is(token, SingleQuotedString)) {
      const replacement = quoted(stringValue(token.image));
      const shown = `\`${shortened(replacement)}\``;
      this.report('syntax', `text goes in double quotes; write ${shown}`, this.of(token), {
        title: `Write ${shown}`,
        replacement,
      });
    }
  }

  private readonly isVerb = (word: string): boolean =>
    this.vocabulary.find('verb', word) !== undefined;

  /** More mistakes are not told, so they need not be found. */
  private get isFull() {
    return this.diagnostics.length > limits.mistakes;
  }

  private report(code: string, message: string, location: Location, fix?: Diagnostic['fix']) {
    if (this.isFull) return;
    this.diagnostics.push({ severity: 'error', code, message, location, ...(fix && { fix }) });
  }

  private range = (start: number, end: number) => locate(this.cell, start, end);

  /** From the start of one token to the end of another; of `{ … }` alone only the `{`. */
  private of(first: IToken, last?: IToken): Location {
    if (!last && is(first, Braces)) return this.range(startOf(first), startOf(first) + 1);
    return this.range(startOf(first), endOf(last ?? first));
  }

  private braced(token: IToken | undefined): { braces?: Location } {
    return token ? { braces: this.of(token, token) } : {};
  }

  private whole({ tokens }: Line) {
    return this.of(tokens[0], tokens[tokens.length - 1]);
  }
}

/** `frozen "conv*"`; but `frozen: dense(8)` and `cut(8)` are layers. */
const isModelSetting = ({ tokens: [word, second] }: Line) =>
  modelSettings.some((name) => name === word.image) && !is(second, Colon, LeftParen);

const isText = (token: IToken) => is(token, StringLiteral, UnclosedString, SingleQuotedString);

const lastImage = (token: IToken) => (is(token, Braces) ? '}' : shortened(token.image));

function foundEnd(end: IToken | undefined) {
  if (!end) return 'the end of the cell';
  return is(end, NewLine) ? 'the end of the line' : `\`${end.image}\``;
}
