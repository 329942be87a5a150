import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain';
import { limits } from './limits';
import { stringValue } from './literals';
import { locate, type Location } from './source';
import type { Argument, BinaryOperator, Call, Expression, Name, Operation } from './syntax';
import {
  Colon,
  Comma,
  Divide,
  Dot,
  endOf,
  Equals,
  is,
  LeftBracket,
  LeftParen,
  Minus,
  NumberLiteral,
  Plus,
  Power,
  Range,
  RightBracket,
  RightParen,
  startOf,
  StringLiteral,
  Times,
  tokenTypes,
  Word,
} from './tokens';

/** A slip the meaning of which is plain, such as `kernel=5`; reading goes on after it. */
export interface Slip {
  readonly token: IToken;
  readonly message: string;
  readonly replacement: string;
}

/** Thrown where expressions stand too deep within one another; the stack would not hold many more. */
export class TooDeep extends Error {
  /** `token`: what opens the expression that is one too many. */
  constructor(readonly token: IToken) {
    super('too deep');
    this.name = 'TooDeep';
  }
}

/**
 * Expressions and calls. What an error message says was expected is the `ERR_MSG` at the place where it is expected;
 * `parse.ts` makes the sentence.
 */
export abstract class ExpressionGrammar extends EmbeddedActionsParser {
  /** The code cell the tokens are from. */
  cell = 0;
  slips: Slip[] = [];
  /** Between the values of a setting a space before `-` starts a new value. */
  protected inPhrase = false;
  /** Expressions that are being read, one within another. */
  private depth = 0;

  /** A test validates the rules; doing so at every start would take longer than all else in here. */
  constructor(skipValidations: boolean) {
    super(tokenTypes, {
      skipValidations,
      recoveryEnabled: false,
      maxLookahead: 2,
      errorMessageProvider: {
        buildMismatchTokenMessage: ({ expected }) => expected.name,
        buildNotAllInputParsedMessage: () => 'the end of the line',
        buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? '',
        buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? '',
      },
    });
  }

  override reset() {
    this.slips = [];
    this.inPhrase = false;
    this.depth = 0;
    super.reset();
  }

  readonly expression = this.RULE('expression', (): Expression => {
    const from = this.SUBRULE(this.sum);
    const to = this.OPTION(() => {
      this.CONSUME(Range);
      return this.SUBRULE1(this.sum);
    });
    return to ? { kind: 'range', from, to, location: this.since(from) } : from;
  });

  private readonly sum = this.RULE('sum', (): Expression => {
    const first = this.SUBRULE(this.product);
    const rest: Operation[] = [];
    this.MANY({
      GATE: () => !this.startsNewValue(),
      DEF: () => {
        const operator = this.OR([
          { ALT: () => this.CONSUME(Plus) },
          { ALT: () => this.CONSUME(Minus) },
        ]);
        rest.push(this.operation(operator, this.SUBRULE1(this.product)));
      },
    });
    return this.arithmetic(first, rest);
  });

  private readonly product = this.RULE('product', (): Expression => {
    const first = this.SUBRULE(this.unary);
    const rest: Operation[] = [];
    this.MANY(() => {
      const operator = this.OR([
        { ALT: () => this.CONSUME(Times) },
        { ALT: () => this.CONSUME(Divide) },
      ]);
      rest.push(this.operation(operator, this.SUBRULE1(this.unary)));
    });
    return this.arithmetic(first, rest);
  });

  /** `^` binds tighter than a sign on its left, looser than one on its right: `-2^-2` is `-(2^(-2))`. */
  private readonly unary: () => Expression = this.RULE('unary', (): Expression => {
    // Whatever stands within an expression comes by here.
    this.ACTION(() => {
      if (++this.depth > limits.depth) throw new TooDeep(this.LA(0));
    });
    const value = this.OR<Expression>({
      ERR_MSG: 'a value',
      DEF: [
        {
          ALT: () => {
            const minus = this.CONSUME(Minus);
            const operand = this.SUBRULE(this.unary);
            return { kind: 'negate', operand, location: this.since(minus) };
          },
        },
        {
          ALT: () => {
            const base = this.SUBRULE(this.primary);
            const power = this.OPTION(() => {
              const operator = this.CONSUME(Power);
              return this.operation(operator, this.SUBRULE1(this.unary));
            });
            return power ? this.arithmetic(base, [power]) : base;
          },
        },
      ],
    });
    this.ACTION(() => this.depth--);
    return value;
  });

  private readonly primary = this.RULE('primary', (): Expression =>
    this.OR({
      ERR_MSG: 'a value',
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(NumberLiteral);
            const value = Number(token.image.replaceAll('_', ''));
            return { kind: 'number', value, location: this.since(token) };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(StringLiteral);
            return { kind: 'string', value: stringValue(token.image), location: this.since(token) };
          },
        },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.parenthesized) },
        { ALT: () => this.SUBRULE(this.reference) },
      ],
    }),
  );

  private readonly list = this.RULE('list', (): Expression => {
    const open = this.CONSUME(LeftBracket);
    const items = this.SUBRULE(this.items);
    return { kind: 'list', items, location: this.since(open) };
  });

  /** The items after `[`, and `]`. */
  protected readonly items = this.RULE('items', () => {
    const items: Expression[] = [];
    const { inPhrase } = this;
    this.inPhrase = false;
    this.separated(
      RightBracket,
      () => items.push(this.SUBRULE(this.expression)),
      () => items.push(this.SUBRULE1(this.expression)),
    );
    this.CONSUME(RightBracket, { ERR_MSG: items.length > 0 ? '`,` or `]`' : 'a value or `]`' });
    this.inPhrase = inPhrase;
    return items;
  });

  private readonly parenthesized = this.RULE('parenthesized', (): Expression => {
    const { inPhrase } = this;
    this.inPhrase = false;
    const open = this.CONSUME(LeftParen);
    const value = this.SUBRULE(this.expression);
    this.CONSUME(RightParen, { ERR_MSG: '`)`' });
    this.inPhrase = inPhrase;
    return { ...value, location: this.since(open) };
  });

  /** `true`, `cosine`, `sgd(rate: 0.1)`, `digits.test[7]` */
  private readonly reference = this.RULE('reference', (): Expression => {
    const name = this.SUBRULE(this.name, { ARGS: ['a value'] });
    return this.OR([
      {
        ALT: () => {
          const args = this.SUBRULE(this.arguments);
          return { kind: 'call', name, arguments: args, location: this.since(name) };
        },
      },
      { ALT: () => this.SUBRULE(this.path, { ARGS: [name] }) },
    ]);
  });

  private readonly path = this.RULE('path', (name: Name): Expression => {
    const path = [name];
    this.MANY(() => {
      this.CONSUME(Dot);
      path.push(this.SUBRULE(this.name, { ARGS: ['a name'] }));
    });
    const index = this.OPTION({
      GATE: () => endOf(this.LA(0)) === startOf(this.LA(1)),
      DEF: () => {
        this.CONSUME(LeftBracket);
        const value = this.SUBRULE(this.expression);
        this.CONSUME(RightBracket, { ERR_MSG: '`]`' });
        return value;
      },
    });
    return this.ACTION(() => {
      const location = this.since(name);
      const isBoolean = path.length === 1 && !index && ['true', 'false'].includes(name.text);
      return isBoolean
        ? { kind: 'boolean', value: name.text === 'true', location }
        : { kind: 'reference', path, ...(index && { index }), location };
    });
  });

  protected readonly name = this.RULE('name', (what: string): Name => {
    const token = this.CONSUME(Word, { ERR_MSG: what });
    return { text: token.image, location: this.since(token) };
  });

  protected readonly call = this.RULE('call', (what: string): Call => {
    const name = this.SUBRULE(this.name, { ARGS: [what] });
    const args = this.OPTION(() => this.SUBRULE(this.arguments));
    return { kind: 'call', name, arguments: args ?? [], location: this.since(name) };
  });

  private readonly arguments = this.RULE('arguments', () => {
    const items: Argument[] = [];
    const { inPhrase } = this;
    this.inPhrase = false;
    this.CONSUME(LeftParen);
    this.separated(
      RightParen,
      () => items.push(this.SUBRULE(this.argument)),
      () => items.push(this.SUBRULE1(this.argument)),
    );
    this.CONSUME(RightParen, { ERR_MSG: items.length > 0 ? '`,` or `)`' : 'an argument or `)`' });
    this.inPhrase = inPhrase;
    return items;
  });

  private readonly argument = this.RULE('argument', (): Argument => {
    const name = this.OPTION({
      GATE: () => is(this.LA(2), Colon, Equals),
      DEF: () => {
        const word = this.SUBRULE(this.name, { ARGS: ['an argument'] });
        const token = this.OR([
          { ALT: () => this.CONSUME(Colon) },
          { ALT: () => this.CONSUME(Equals) },
        ]);
        if (token.image !== ':') {
          this.slip(token, `write \`${word.text}:\` instead of \`${word.text}=\``, ':');
        }
        return word;
      },
    });
    const value = this.SUBRULE(this.expression);
    return { ...(name && { name }), value, location: this.since(name ?? value) };
  });

  /** Items with commas between them up to `close`; a comma may stand behind the last one. Once in a rule. */
  protected separated(close: TokenType, first: () => void, next: () => void) {
    this.OPTION8(() => {
      first();
      this.MANY8({
        MAX_LOOKAHEAD: 1,
        GATE: () => !is(this.LA(2), close),
        DEF: () => {
          this.CONSUME8(Comma);
          next();
        },
      });
      this.OPTION9(() => this.CONSUME9(Comma));
    });
  }

  private operation = ({ image }: IToken, operand: Expression): Operation => ({
    operator: image as BinaryOperator,
    operand,
  });

  private arithmetic(first: Expression, rest: readonly Operation[]): Expression {
    return rest.length > 0
      ? { kind: 'arithmetic', first, rest, location: this.since(first) }
      : first;
  }

  /** From the start of a token or node to the end of the last token that was read. */
  protected since(start: IToken | { readonly location: Location }): Location {
    return this.ACTION(() => {
      const offset = 'location' in start ? start.location.start : startOf(start);
      return locate(this.cell, offset, endOf(this.LA(0)));
    });
  }

  private startsNewValue() {
    const minus = this.LA(1);
    return (
      this.inPhrase &&
      is(minus, Minus) &&
      startOf(minus) > endOf(this.LA(0)) &&
      startOf(this.LA(2)) === endOf(minus)
    );
  }

  protected slip(token: IToken, message: string, replacement: string) {
    this.ACTION(() => this.slips.push({ token, message, replacement }));
  }
}
