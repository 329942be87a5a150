import type { IToken } from 'chevrotain';
import { ExpressionGrammar } from './expressionGrammar';
import { stringValue } from './literals';
import type { ActionStatement, Call, Expression, FileName, Name } from './syntax';
import {
  Braces,
  Colon,
  Comma,
  Equals,
  is,
  LeftBracket,
  LeftParen,
  RightParen,
  StringLiteral,
  Word,
} from './tokens';

interface NetworkHead {
  readonly name: Name;
  readonly from?: FileName;
  readonly braces: IToken | undefined;
}

/** The grammar of one line (see `structure.ts`): each public rule reads all of a line's tokens. */
export class LineGrammar extends ExpressionGrammar {
  constructor(skipValidations = true) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  // Statements

  /** `data NAME {` */
  readonly namedLine = this.RULE('namedLine', () => {
    const keyword = this.CONSUME(Word);
    const name = this.SUBRULE(this.name, { ARGS: [`a name for the ${keyword.image}`] });
    const braces = this.CONSUME(Braces, { ERR_MSG: '`{`' });
    return { name, braces };
  });

  /** `network NAME {`, `network NAME from "FILE"`, with braces or without */
  readonly networkLine = this.RULE('networkLine', (): NetworkHead => {
    this.CONSUME(Word);
    const name = this.SUBRULE(this.name, { ARGS: ['a name for the network'] });
    return this.OR({
      ERR_MSG: '`{`',
      DEF: [
        {
          GATE: () => this.LA(1).image === 'from',
          ALT: (): NetworkHead => {
            this.CONSUME1(Word);
            const token = this.CONSUME(StringLiteral, { ERR_MSG: 'a file in double quotes' });
            const from = { file: stringValue(token.image), location: this.since(token) };
            return { name, from, braces: this.OPTION(() => this.CONSUME1(Braces)) };
          },
        },
        { ALT: (): NetworkHead => ({ name, braces: this.CONSUME2(Braces, { ERR_MSG: '`{`' }) }) },
      ],
    });
  });

  /** `block NAME(a, b) {` */
  readonly blockLine = this.RULE('blockLine', () => {
    this.CONSUME(Word);
    const name = this.SUBRULE(this.name, { ARGS: ['a name for the block'] });
    const parameters: Name[] = [];
    const parenthesized = this.OPTION(() => {
      this.CONSUME(LeftParen);
      this.separated(
        RightParen,
        () => parameters.push(this.SUBRULE1(this.name, { ARGS: ['a parameter name'] })),
        () => parameters.push(this.SUBRULE2(this.name, { ARGS: ['a parameter name'] })),
      );
      this.CONSUME(RightParen, {
        ERR_MSG: parameters.length > 0 ? '`,` or `)`' : 'a parameter name or `)`',
      });
      return true;
    });
    const braces = this.CONSUME(Braces, {
      ERR_MSG: parenthesized ? '`{`' : '`(` and the parameters, or `{`',
    });
    return { name, parameters, braces };
  });

  /** `let NAME = EXPRESSION` */
  readonly letLine = this.RULE('letLine', () => {
    this.CONSUME(Word);
    const name = this.SUBRULE(this.name, { ARGS: ['a name for the value'] });
    this.CONSUME(Equals, { ERR_MSG: '`=`' });
    const value = this.SUBRULE(this.expression);
    return { name, value };
  });

  /** `train NAME on NAME {`, `export NAME to "FILE"` */
  readonly actionLine = this.RULE('actionLine', () => {
    const verb = this.CONSUME(Word);
    const subject = this.SUBRULE(this.name, { ARGS: [`the name of what to ${verb.image}`] });
    const clauses: ActionStatement['clauses'][number][] = [];
    this.MANY(() => {
      const keyword = this.SUBRULE1(this.name, { ARGS: ['a word'] });
      clauses.push({ keyword, value: this.SUBRULE(this.expression) });
    });
    const braces = this.OPTION(() => this.CONSUME(Braces));
    return { subject, clauses, braces };
  });

  /** `KEYWORD [LABEL:] VALUE …` */
  readonly settingLine = this.RULE('settingLine', () => {
    const keyword = this.SUBRULE(this.name, { ARGS: ['a setting'] });
    this.OPTION({
      GATE: () => is(this.LA(1), Colon, Equals),
      DEF: () => {
        const token = this.OR([
          { ALT: () => this.CONSUME(Colon) },
          { ALT: () => this.CONSUME(Equals) },
        ]);
        this.slip(token, `write \`${keyword.text}\` without \`${token.image}\``, ' ');
      },
    });
    const label = this.OPTION1({
      GATE: () => is(this.LA(2), Colon),
      DEF: () => {
        const name = this.SUBRULE1(this.name, { ARGS: ['a label'] });
        this.CONSUME1(Colon);
        return name;
      },
    });
    const phrase: Expression[] = [];
    this.inPhrase = true;
    this.MANY(() => {
      phrase.push(this.SUBRULE(this.expression));
      this.OPTION2(() => this.CONSUME(Comma));
    });
    this.inPhrase = false;
    const braces = this.OPTION3(() => this.CONSUME(Braces));
    return { keyword, label, phrase, braces };
  });

  // Lines of a network

  /** `input NAME[SIZES]` */
  readonly inputLine = this.RULE('inputLine', () => {
    this.CONSUME(Word);
    const name = this.SUBRULE(this.name, { ARGS: ['a name for the input'] });
    this.CONSUME(LeftBracket, { ERR_MSG: '`[` and the sizes, as in `[1, 28, 28]`,' });
    const shape = this.SUBRULE(this.items);
    return { name, shape };
  });

  /** `repeat COUNT {` */
  readonly repeatLine = this.RULE('repeatLine', () => {
    this.CONSUME(Word);
    const count = this.SUBRULE(this.expression);
    const braces = this.CONSUME(Braces, { ERR_MSG: '`{`' });
    return { count, braces };
  });

  /** `[LABEL:] CALL [{] ACTIVATION … [from NAME, …]`, `output [NAME] [weight W]: CALL …` */
  readonly layerLine = this.RULE('layerLine', () => {
    const output = this.OPTION({
      GATE: () => this.LA(1).image === 'output' && is(this.LA(2), Word, Colon),
      DEF: () => this.SUBRULE(this.outputHead),
    });
    const label = this.OPTION1({
      GATE: () => !output && is(this.LA(2), Colon),
      DEF: () => {
        const name = this.SUBRULE(this.name, { ARGS: ['a label'] });
        this.CONSUME(Colon);
        return name;
      },
    });
    const call = this.SUBRULE(this.call, { ARGS: ['a layer'] });
    const braces = this.OPTION2(() => this.CONSUME(Braces));
    const activations: Call[] = [];
    this.MANY({
      GATE: () => this.LA(1).image !== 'from',
      DEF: () => activations.push(this.SUBRULE1(this.call, { ARGS: ['an activation'] })),
    });
    const from = this.OPTION3(() => {
      this.CONSUME(Word);
      const names: Name[] = [];
      this.AT_LEAST_ONE_SEP({
        SEP: Comma,
        DEF: () => names.push(this.SUBRULE1(this.name, { ARGS: ['a label'] })),
        ERR_MSG: 'a label',
      });
      return names;
    });
    return { label, output, call, braces, activations, from };
  });

  private readonly outputHead = this.RULE('outputHead', () => {
    this.CONSUME(Word);
    const isWeight = () => this.LA(1).image === 'weight' && !is(this.LA(2), Colon);
    const name = this.OPTION({
      GATE: () => is(this.LA(1), Word) && !isWeight(),
      DEF: () => this.SUBRULE(this.name, { ARGS: ['a name'] }),
    });
    const weight = this.OPTION1({
      GATE: isWeight,
      DEF: () => {
        this.CONSUME1(Word);
        return this.SUBRULE(this.expression);
      },
    });
    this.CONSUME(Colon, { ERR_MSG: '`:`' });
    return { ...(name && { name }), ...(weight && { weight }) };
  });
}
