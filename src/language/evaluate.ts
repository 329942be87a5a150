import { Budget, limits, shortened, tooDeep } from './limits';
import { unknownWord } from './nearest';
import { LanguageError, locate } from './source';
import type { BinaryOperator, Expression, LetDeclaration } from './syntax';

/** What an expression means once names are known; words that are no names belong to `bindArguments`. */
export type EvaluatedValue = number | string | boolean | readonly EvaluatedValue[];

/** The names an expression may use: `let`s and block parameters. A `Map` is one. */
export interface ValueScope {
  get(name: string): EvaluatedValue | undefined;
  keys(): Iterable<string>;
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
    case 'call': {
      const { name, location } = expression;
      throw new LanguageError('wrong-type', `\`${name.text}(…)\` is not a value here`, location);
    }
  }
}

/** The value of an expression that has to be a number. */
export function evaluateNumber(expression: Expression, scope: ValueScope): number {
  const value = evaluate(expression, scope);
  if (typeof value === 'number') return value;
  throw wrongType('a number', value, expression);
}

/** `expected a number, found "text"` at an expression. */
export function wrongType(expected: string, value: EvaluatedValue, { location }: Expression) {
  const message = `expected ${expected}, found ${formatValue(value)}`;
  return new LanguageError('wrong-type', message, location);
}

/** A value as it is written in a notebook, in backquotes; the start of a long one. */
export const formatValue = (value: EvaluatedValue) =>
  `\`${shortened(written(value, mostWritten))}\``;

const mostWritten = 100;

function written(value: EvaluatedValue, room: number): string {
  if (typeof value !== 'object') return JSON.stringify(value);
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
  if (typeof value !== 'object') return { size: 1, depth: 0 };
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

/**
 * The values of all `let`s, whatever their order. Asking the scope for one that has a mistake throws that mistake's
 * error, the same each time, so that it can be reported once.
 */
export function evaluateLets(
  lets: readonly LetDeclaration[],
  budget = new Budget(),
): {
  scope: ValueScope;
  errors: readonly LanguageError[];
} {
  const declarations = new Map<string, LetDeclaration>();
  for (const each of lets) {
    if (!declarations.has(each.name.text)) declarations.set(each.name.text, each);
  }
  const results = new Map<string, { value: EvaluatedValue } | LanguageError | 'busy'>();
  const evaluateOne = ({ name, value }: LetDeclaration) => {
    try {
      results.set(name.text, { value: evaluate(value, scope) });
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      results.set(name.text, error);
    }
  };
  /** Those it uses come first, however many use one another: the stack is this one. */
  const compute = (wanted: LetDeclaration) => {
    const stack = [wanted];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const state = results.get(top.name.text);
      if (state === undefined) {
        results.set(top.name.text, 'busy');
        for (const used of namesIn(top.value)) {
          const declaration = results.has(used) ? undefined : declarations.get(used);
          if (declaration) stack.push(declaration);
        }
      } else {
        stack.pop();
        if (state === 'busy') evaluateOne(top);
      }
    }
  };
  const scope: ValueScope = {
    budget,
    keys: () => declarations.keys(),
    get: (name) => {
      const declaration = declarations.get(name);
      if (!declaration) return undefined;
      if (!results.has(name)) compute(declaration);
      const result = results.get(name);
      if (result === 'busy') {
        const message = `\`${name}\` is defined by itself`;
        throw new LanguageError('circular-let', message, declaration.name.location);
      }
      if (result instanceof LanguageError) throw result;
      return result?.value;
    },
  };
  const errors = new Set<LanguageError>();
  for (const declaration of declarations.values()) {
    if (errors.size > limits.mistakes) break;
    if (!results.has(declaration.name.text)) compute(declaration);
    const result = results.get(declaration.name.text);
    if (result instanceof LanguageError) errors.add(result);
  }
  return { scope, errors: [...errors] };
}

function dereference(
  { path, index, location }: Extract<Expression, { kind: 'reference' }>,
  scope: ValueScope,
): EvaluatedValue {
  const [name, ...members] = path;
  const value = scope.get(name.text);
  if (value === undefined) throw unknownWord('name', name, scope.keys());
  if (members.length > 0) {
    throw new LanguageError('wrong-type', `\`${name.text}\` has no parts`, location);
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
      ? `a range goes up: write \`${to}..${from}\``
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
    throw new LanguageError('not-finite', 'this has no finite value', place);
  }
  return value;
}

/** The names an expression uses. */
function namesIn(expression: Expression): string[] {
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
    case 'call':
      return [];
  }
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
