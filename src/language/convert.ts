import type {
  ArgumentValue,
  Bound,
  BoundCall,
  EntryKind,
  Parameter,
  Vocabulary,
} from './vocabulary';
import { evaluate, type EvaluatedValue, foundValue, type ValueScope } from './evaluate';
import { unknownWord } from './nearest';
import { LanguageError } from './source';
import type { Call, Expression } from './syntax';
import { inWords, WordValue } from './wordValue';

export interface ConvertContext {
  readonly scope: ValueScope;
  readonly vocabulary: Vocabulary;
  bindCall(
    kind: EntryKind,
    call: Pick<Call, 'name' | 'arguments' | 'location'>,
    scope: ValueScope,
  ): Bound<BoundCall>;
}

interface Converted {
  readonly value?: ArgumentValue;
  readonly errors: readonly LanguageError[];
}

/** The value of an argument in its parameter's type; `what` names the argument in messages. */
export function convert(
  expression: Expression,
  parameter: Parameter<unknown>,
  what: string,
  context: ConvertContext,
): Converted {
  try {
    if (parameter.type === 'entry') return convertEntry(expression, parameter, what, context);
    return { value: convertValue(expression, parameter, what, context.scope), errors: [] };
  } catch (error) {
    if (error instanceof LanguageError) return { errors: [error] };
    throw error;
  }
}

/** What values of a parameter look like: `an integer`, `one of …`. */
export function describeType({ type, choices, entryKind }: Parameter<unknown>): string {
  switch (type) {
    case 'integer':
      return 'an integer';
    case 'number':
      return 'a number';
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return 'text in double quotes';
    case 'strings':
      return 'text in double quotes, or a list such as `["a", "b"]`';
    case 'word':
      return choices ? quotedWords(choices).join(' or ') : 'a word';
    case 'pair':
      return ['an integer', 'a list of two, such as `[3, 5]`', ...quotedWords(choices)].join(
        ' or ',
      );
    case 'numbers':
      return 'a number, or a list such as `[0.5, 0.25]`';
    case 'integers':
      return 'a list of integers, such as `[2, 3]`';
    case 'table':
      return [...quotedWords(choices), 'a list of lists, such as `[[0, 1], [1, 2]]`'].join(' or ');
    case 'entry':
      return inWords([entryKind ?? 'word']);
  }
}

const quotedWords = (choices: readonly string[] = []) => choices.map((word) => `\`${word}\``);

function convertEntry(
  expression: Expression,
  parameter: Parameter<unknown>,
  what: string,
  context: ConvertContext,
): Converted {
  const { entryKind: kind = '' } = parameter;
  const { scope, vocabulary } = context;
  const bound = (call: WordValue['call'], from = scope): Converted => {
    const { values, errors } = context.bindCall(kind, call, from);
    return { ...(values && { value: values }), errors };
  };
  if (expression.kind === 'call') return bound(expression);
  const word = wordOf(expression);
  const held = word ? scope.get(word.text) : evaluate(expression, scope);
  if (held instanceof WordValue && held.kinds.includes(kind)) {
    scope.budget?.spend('values', 1, expression.location);
    return bound(held.call, held.scope);
  }
  // A name that holds something else leaves a word of the vocabulary what it is.
  if (
    word &&
    (held === undefined || (!(held instanceof WordValue) && vocabulary.find(kind, word.text)))
  )
    return bound({ name: word, arguments: [], location: expression.location });
  throw wrong(what, parameter, held, expression);
}

/** The name an expression consists of. */
export function wordOf(expression: Expression) {
  if (expression.kind !== 'reference' || expression.index) return undefined;
  return expression.path.length === 1 ? expression.path[0] : undefined;
}

function convertValue(
  expression: Expression,
  parameter: Parameter<unknown>,
  what: string,
  scope: ValueScope,
): ArgumentValue {
  const { type, choices } = parameter;
  if (type === 'word') return convertWord(expression, parameter, what, scope);
  const word = wordOf(expression);
  if (word && choices?.includes(word.text)) return word.text;
  if (
    word &&
    (type === 'string' || type === 'strings' || type === 'boolean') &&
    scope.get(word.text) === undefined
  ) {
    throw wrong(what, parameter, undefined, expression);
  }
  const value = evaluate(expression, scope);
  const chosen = chosenWord(value, choices);
  if (chosen !== undefined) return chosen;
  const real = type === 'number' || type === 'numbers';
  const numberAt = (item: EvaluatedValue, at: Expression) => {
    const fits = typeof item === 'number' && (real || Number.isSafeInteger(item));
    if (!fits) throw wrong(what, parameter, value, at);
    expectWithin(item, parameter, what, at);
    return item;
  };
  const items = (Array.isArray(value) ? value : [value]) as readonly EvaluatedValue[];
  const itemAt = (i: number) => (expression.kind === 'list' ? expression.items[i] : expression);
  switch (type) {
    case 'integer':
    case 'number':
      return numberAt(value, expression);
    case 'boolean':
    case 'string':
      if (typeof value === type) return value as boolean | string;
      throw wrong(what, parameter, value, expression);
    case 'strings':
      return items.map((item, i) => {
        if (typeof item !== 'string') throw wrong(what, parameter, value, itemAt(i));
        return item;
      });
    case 'integers':
    case 'numbers':
      return items.map((item, i) => numberAt(item, itemAt(i)));
    case 'table':
      return items.map((item, i) => {
        if (!Array.isArray(item)) throw wrong(what, parameter, value, itemAt(i));
        return item.map((number: EvaluatedValue) => numberAt(number, itemAt(i)));
      });
    case 'pair': {
      const numbers = items.map((item, i) => numberAt(item, itemAt(i)));
      const isPair = Array.isArray(value) ? numbers.length === 2 : numbers.length === 1;
      if (!isPair) throw wrong(what, parameter, value, expression);
      return [numbers[0], numbers[numbers.length - 1]];
    }
    case 'entry':
      throw wrong(what, parameter, value, expression);
  }
}

function convertWord(
  expression: Expression,
  parameter: Parameter<unknown>,
  what: string,
  scope: ValueScope,
): string {
  const { choices } = parameter;
  const word = wordOf(expression);
  if (word && (!choices || choices.includes(word.text))) return word.text;
  const value = word ? scope.get(word.text) : undefined;
  if (typeof value === 'string' && (!choices || choices.includes(value))) return value;
  const chosen = value === undefined ? undefined : chosenWord(value, choices);
  if (chosen !== undefined) return chosen;
  if (word && choices && value === undefined)
    throw unknownWord('word', word, choices, { for: what });
  throw wrong(what, parameter, value, expression);
}

/** The word among the choices that a value stands for: `let border = same`. */
const chosenWord = (value: EvaluatedValue, choices: readonly string[] = []): string | undefined =>
  value instanceof WordValue ? choices.find((choice) => choice === value.word) : undefined;

function expectWithin(
  value: number,
  { minimum, above, maximum }: Parameter<unknown>,
  what: string,
  { location }: Expression,
) {
  const bounds = [
    ...(minimum !== undefined && value < minimum ? [`at least ${minimum}`] : []),
    ...(above !== undefined && value <= above ? [`above ${above}`] : []),
    ...(maximum !== undefined && value > maximum ? [`at most ${maximum}`] : []),
  ];
  if (bounds.length === 0) return;
  throw new LanguageError(
    'out-of-range',
    `${what} must be ${bounds.join(' and ')}, found \`${value}\``,
    location,
  );
}

function wrong(
  what: string,
  parameter: Parameter<unknown>,
  value: EvaluatedValue | undefined,
  expression: Expression,
) {
  const { location } = expression;
  const found = value === undefined ? '' : `, ${foundValue(value, expression)}`;
  const message = `${what} must be ${describeType(parameter)}${found}`;
  return new LanguageError('wrong-type', message, location);
}
