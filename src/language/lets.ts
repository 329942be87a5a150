import { bindEntry } from './bind';
import { evaluate, type EvaluatedValue, namesIn, type ValueScope } from './evaluate';
import { Budget, limits } from './limits';
import { LanguageError } from './source';
import type { LetDeclaration } from './syntax';
import type { Vocabulary } from './vocabulary';
import { ValueWords, WordValue } from './wordValue';

/**
 * The values of all `let`s, whatever their order. Asking the scope for one that has a mistake throws that mistake's
 * error, the same each time, so that it can be reported once.
 */
export function evaluateLets(
  lets: readonly LetDeclaration[],
  budget = new Budget(),
  vocabulary?: Vocabulary,
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
      results.set(name.text, { value: evaluate(value, inside(name.text)) });
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
  /** In the value of a `let` its own name is the word of the vocabulary, if there is one: `let early = early(5)`. */
  const inside = (own: string): ValueScope =>
    scope.words?.kindsOf(own).length
      ? { ...scope, get: (name) => (name === own ? undefined : scope.get(name)) }
      : scope;
  const scope: ValueScope = {
    budget,
    ...(vocabulary && { words: new ValueWords(vocabulary) }),
    keys: () => declarations.keys(),
    get: (name) => {
      const declaration = declarations.get(name);
      if (!declaration) return undefined;
      if (!results.has(name)) compute(declaration);
      const result = results.get(name);
      if (result === 'busy') {
        const message = `\`${name}\` is defined in terms of itself`;
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
    else if (result && result !== 'busy' && vocabulary) {
      for (const error of mistakesIn(result.value, vocabulary)) errors.add(error);
    }
  }
  return { scope, errors: [...errors] };
}

/** What is wrong with the arguments of a word, whatever it is used for: what the kind it fits best says. */
function mistakesIn(value: EvaluatedValue, vocabulary: Vocabulary): readonly LanguageError[] {
  if (!(value instanceof WordValue) || value.word !== undefined) return [];
  const { call, scope, kinds } = value;
  const found = kinds.map((kind) => bindEntry(kind, call, scope, vocabulary).errors);
  const misfits = (errors: readonly LanguageError[]) =>
    errors.filter(({ code }) => code === 'unknown-argument' || code === 'too-many-arguments')
      .length;
  const [best = []] = found.sort((a, b) => misfits(a) - misfits(b) || a.length - b.length);
  return best;
}
