import { unknownWord } from './nearest';
import { LanguageError } from './source';
import type { BinaryOperator, Expression, LetDeclaration } from './syntax';

/** What an expression means once names are known; words that are no names belong to `bindArguments`. */
export type EvaluatedValue = number | string | boolean | readonly EvaluatedValue[];

/** The names an expression may use: `let`s and block parameters. A `Map` is one. */
export interface ValueScope {
  get(name: string): EvaluatedValue | undefined;
  keys(): Iterable<string>;
}

const longestRange = 10_000;

/** Throws `LanguageError`: `unknown-name`, `wrong-type`, `not-finite`, `out-of-range`. */
export function evaluate(expression: Expression, scope: ValueScope): EvaluatedValue {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return expression.value;
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'range':
      return integersFromTo(expression, scope);
    case 'negate':
      return -evaluateNumber(expression.operand, scope);
    case 'binary': {
      const { operator, left, right, location } = expression;
      const value = apply(operator, evaluateNumber(left, scope), evaluateNumber(right, scope));
      if (Number.isFinite(value)) return value;
      throw new LanguageError('not-finite', 'this has no finite value', location);
    }
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

/** A value as it is written in a notebook, in backquotes. */
export const formatValue = (value: EvaluatedValue) => `\`${JSON.stringify(value)}\``;

/**
 * The values of all `let`s, whatever their order. Asking the scope for one that has a mistake throws that mistake's
 * error, the same each time, so that it can be reported once.
 */
export function evaluateLets(lets: readonly LetDeclaration[]): {
  scope: ValueScope;
  errors: readonly LanguageError[];
} {
  const declarations = new Map<string, LetDeclaration>();
  for (const each of lets) {
    if (!declarations.has(each.name.text)) declarations.set(each.name.text, each);
  }
  const results = new Map<string, { value: EvaluatedValue } | LanguageError | 'busy'>();
  const compute = ({ name, value }: LetDeclaration) => {
    results.set(name.text, 'busy');
    try {
      results.set(name.text, { value: evaluate(value, scope) });
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      results.set(name.text, error);
    }
  };
  const scope: ValueScope = {
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
  if (!index) return value;
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
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }
  const message =
    to < from
      ? `a range goes up: write \`${to}..${from}\``
      : `a range has at most ${longestRange} numbers`;
  throw new LanguageError('out-of-range', message, range.location);
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
