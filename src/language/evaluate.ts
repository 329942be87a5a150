import { formatCallExpression, formatExpression } from './formatExpression';
import { type Budget, limits, shortened, tooDeep } from './limits';
import { nearest, unknownWord } from './nearest';
import { LanguageError, locate } from './source';
import type { BinaryOperator, Call, Expression, Name } from './syntax';
import { inWords, type ValueWords, WordValue } from './wordValue';

/** What an expression means once names are known. */
export type EvaluatedValue = number | string | boolean | WordValue | readonly EvaluatedValue[];

/** The names an expression may use: `let`s and block parameters. A `Map` is one. */
export interface ValueScope {
  get(name: string): EvaluatedValue | undefined;
  keys(): Iterable<string>;
  /** The words that are values where no name is. */
  readonly words?: ValueWords;
  /** What evaluating is counted on. */
  readonly budget?: Budget;
}

const longestRange = 10_000;

/**
 * Throws `LanguageError`: `unknown-name`, `wrong-type`, `not-finite`, `out-of-range`, `too-deep`; `LimitError` when the
 * notebook's values are used up.
 */
export function evaluate(expression: Expression, scope: ValueScope): EvaluatedValue {
  scope.budget?.spend('values', 1, expression.location);
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return expression.value;
    case 'list': {
      const list = expression.items.map((item) => evaluate(item, scope));
      if (extentOf(list).depth <= limits.depth) return list;
      throw new LanguageError('too-deep', tooDeep, expression.location);
    }
    case 'range':
      return integersFromTo(expression, scope);
    case 'negate':
      return -evaluateNumber(expression.operand, scope);
    case 'arithmetic':
      return calculate(expression, scope);
    case 'reference':
      return dereference(expression, scope);
    case 'call':
      return wordWithArguments(expression, scope);
  }
}

/** The value of an expression that has to be a number. */
export function evaluateNumber(expression: Expression, scope: ValueScope): number {
  const value = evaluate(expression, scope);
  if (typeof value === 'number') return value;
  throw wrongType('a number', value, expression);
}

/** `expected a number, found "text"` at an expression. */
export function wrongType(expected: string, value: EvaluatedValue, expression: Expression) {
  const { location } = expression;
  const message = `expected ${expected}, ${foundValue(value, expression)}`;
  return new LanguageError('wrong-type', message, location);
}

/** What was found at an expression, for a message: ``found `64` ``, ``but `act` is an activation``. */
export const foundValue = (value: EvaluatedValue, expression: Expression): string =>
  value instanceof WordValue && value.kinds.length > 0
    ? `but \`${shortened(formatExpression(expression))}\` is ${inWords(value.kinds)}`
    : `found ${formatValue(value)}`;

/** A value as it is written in a notebook, in backquotes; the start of a long one. */
export const formatValue = (value: EvaluatedValue) =>
  `\`${shortened(written(value, mostWritten))}\``;

const mostWritten = 100;

function written(value: EvaluatedValue, room: number): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof WordValue) return formatCallExpression(value.call);
  let text = '';
  for (const item of value) {
    if (text.length > room) break;
    text += (text === '' ? '' : ',') + written(item, room - text.length);
  }
  return `[${text}]`;
}

interface Extent {
  /** Numbers and texts in a list and the lists in it. */
  readonly size: number;
  readonly depth: number;
}

/** Lists that occur twice in another one are the same object: what they hold is counted once. */
const extents = new WeakMap<object, Extent>();

function extentOf(value: EvaluatedValue): Extent {
  if (typeof value !== 'object' || value instanceof WordValue) return { size: 1, depth: 0 };
  const known = extents.get(value);
  if (known) return known;
  let [size, depth] = [1, 0];
  for (const item of value) {
    const inner = extentOf(item);
    size += inner.size;
    depth = Math.max(depth, inner.depth);
  }
  const extent = { size, depth: depth + 1 };
  extents.set(value, extent);
  return extent;
}

function dereference(
  { path, index, location }: Extract<Expression, { kind: 'reference' }>,
  scope: ValueScope,
): EvaluatedValue {
  const [name, ...members] = path;
  const value = scope.get(name.text);
  if (value === undefined) {
    if (members.length > 0 || index) throw unknownWord('name', name, scope.keys());
    return wordAlone(name, scope);
  }
  if (members.length > 0) {
    throw new LanguageError('wrong-type', `\`${name.text}\` has no fields`, location);
  }
  if (!index) {
    if (typeof value === 'object') scope.budget?.spend('values', extentOf(value).size, location);
    return value;
  }
  const position = evaluateNumber(index, scope);
  if (!Array.isArray(value)) {
    throw new LanguageError('wrong-type', `\`${name.text}\` is not a list`, location);
  }
  const item = (value as readonly EvaluatedValue[]).at(position);
  if (Number.isInteger(position) && position >= 0 && item !== undefined) return item;
  throw new LanguageError(
    'out-of-range',
    `\`${name.text}\` has ${value.length} items, counted from 0; there is no item ${position}`,
    index.location,
  );
}

function wordAlone(name: Name, scope: ValueScope): WordValue {
  const { words } = scope;
  const kinds = words?.kindsOf(name.text) ?? [];
  if (kinds.length === 0 && !words?.isChoice(name.text)) {
    const synonym = nearest(name.text, scope.keys()) ?? nearest(name.text, words?.names ?? []);
    throw unknownWord('name', name, scope.keys(), synonym === undefined ? {} : { synonym });
  }
  const call = { name, arguments: [], location: name.location };
  return new WordValue(call, scope, kinds, 1);
}

function wordWithArguments(call: Call, scope: ValueScope): WordValue {
  const { name, location } = call;
  const held = scope.get(name.text);
  if (held !== undefined) throw takesNoArguments(name, held);
  const kinds = scope.words?.kindsOf(name.text) ?? [];
  if (kinds.length === 0) {
    const message = `\`${name.text}(…)\` cannot be used as a value here`;
    const known = nearest(name.text, scope.words?.names ?? []);
    if (known === undefined) throw new LanguageError('wrong-type', message, location);
    throw unknownWord('name', name, [known]);
  }
  const depth = depthIn(call, scope);
  if (depth > limits.depth) throw new LanguageError('too-deep', tooDeep, location);
  return new WordValue(call, scope, kinds, depth);
}

/** Words within one another, through names too; asking for these finds a word that is defined by itself. */
function depthIn(expression: Expression, scope: ValueScope): number {
  if (expression.kind !== 'call')
    return Math.max(0, ...namesIn(expression).map((used) => depthOf(scope.get(used))));
  return 1 + Math.max(0, ...expression.arguments.map(({ value }) => depthIn(value, scope)));
}

const depthOf = (value: EvaluatedValue | undefined): number =>
  value instanceof WordValue
    ? value.depth
    : Array.isArray(value)
      ? (value as readonly EvaluatedValue[]).reduce<number>(
          (most, item) => Math.max(most, depthOf(item)),
          0,
        )
      : 0;

/** A name of the notebook that is written with arguments, as only words of the vocabulary are. */
export const takesNoArguments = (name: Name, value: EvaluatedValue): LanguageError =>
  new LanguageError(
    'wrong-type',
    `\`${name.text}\` is ${formatValue(value)} and takes no arguments`,
    name.location,
  );

function integersFromTo(
  range: Extract<Expression, { kind: 'range' }>,
  scope: ValueScope,
): readonly number[] {
  const [from, to] = [range.from, range.to].map((end) => {
    const value = evaluateNumber(end, scope);
    if (Number.isSafeInteger(value)) return value;
    throw wrongType('an integer', value, end);
  });
  if (to >= from && to - from < longestRange) {
    scope.budget?.spend('values', to - from + 1, range.location);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }
  const message =
    to < from
      ? `the first number of a range cannot exceed the last: write \`${to}..${from}\``
      : `a range has at most ${longestRange} numbers`;
  throw new LanguageError('out-of-range', message, range.location);
}

function calculate(
  { first, rest, location }: Extract<Expression, { kind: 'arithmetic' }>,
  scope: ValueScope,
): number {
  let value = evaluateNumber(first, scope);
  for (const { operator, operand } of rest) {
    value = apply(operator, value, evaluateNumber(operand, scope));
    if (Number.isFinite(value)) continue;
    const { cell, start } = location;
    const place = locate(cell, start, operand.location.end);
    throw new LanguageError('not-finite', 'this value is not finite', place);
  }
  return value;
}

function apply(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return left ** right;
  }
}

/** The names an expression uses. */
export function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'reference':
      return [expression.path[0].text, ...(expression.index ? namesIn(expression.index) : [])];
    case 'list':
      return expression.items.flatMap(namesIn);
    case 'range':
      return [...namesIn(expression.from), ...namesIn(expression.to)];
    case 'negate':
      return namesIn(expression.operand);
    case 'arithmetic':
      return [
        ...namesIn(expression.first),
        ...expression.rest.flatMap(({ operand }) => namesIn(operand)),
      ];
    case 'number':
    case 'string':
    case 'boolean':
      return [];
    case 'call':
      return expression.arguments.flatMap(({ value }) => namesIn(value));
  }
}
