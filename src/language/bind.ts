import { convert, type ConvertContext } from './convert';
import { limits } from './limits';
import { unknownEntry, unknownWord } from './nearest';
import { takesNoArguments, type ValueScope } from './evaluate';
import { LanguageError } from './source';
import type { Argument, Call, Expression, Setting } from './syntax';
import {
  type ArgumentValue,
  type Bound,
  type BoundCall,
  type Entry,
  type EntryKind,
  parameterNamed,
  type Parameters,
  type Values,
  type Vocabulary,
} from './vocabulary';
import { WordValue } from './wordValue';

/**
 * Binds the arguments of a call to the parameters of its entry: positional ones in order, then defaults. Error codes:
 * `unknown-argument`, `missing-argument`, `duplicate-argument`, `too-many-arguments`, `wrong-type`, `out-of-range`, and
 * `unknown-…` for words.
 */
export function bindArguments<P extends Parameters>(
  entry: Entry<P>,
  call: Pick<Call, 'name' | 'arguments' | 'location'>,
  scope: ValueScope,
  vocabulary: Vocabulary,
): Bound<Values<P>> {
  const errors: LanguageError[] = [];
  const given = assign(entry, call.arguments, errors);
  /** An argument under a wrong name may be the one that seems missing. */
  const misplaced = errors.length > 0;
  const context: ConvertContext = {
    scope,
    vocabulary,
    bindCall: (kind, nested, from) => bindEntry(kind, nested, from, vocabulary),
  };
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(entry.parameters)) {
    const value = given.get(name);
    if (value) {
      const result = convert(value, parameter, `\`${name}\` of \`${entry.name}\``, context);
      values[name] = result.value;
      for (const error of result.errors) errors.push(error);
    } else if (parameter.required) {
      if (!misplaced) errors.push(missing(entry, name, call));
    } else values[name] = parameter.default;
  }
  return errors.length > 0
    ? { values: undefined, errors }
    : { values: values as Values<P>, errors: [] };
}

/** Finds the entry a call names, of one kind, and binds its arguments. */
export function bindEntry(
  kind: EntryKind,
  call: Pick<Call, 'name' | 'arguments' | 'location'>,
  scope: ValueScope,
  vocabulary: Vocabulary,
): Bound<BoundCall> {
  const entry = vocabulary.find(kind, call.name.text);
  if (!entry) {
    const held = call.arguments.length > 0 ? scope.get(call.name.text) : undefined;
    const error = held
      ? takesNoArguments(call.name, held)
      : unknownEntry([kind], call.name, vocabulary, wordsHeld(scope, kind));
    return { values: undefined, errors: [error] };
  }
  const { values, errors } = bindArguments(entry, call, scope, vocabulary);
  if (!values) return { values, errors };
  const bound = values as Readonly<Record<string, ArgumentValue>>;
  return { values: { name: entry.name, arguments: bound }, errors: [] };
}

/** The names of a notebook that hold a word of a kind. */
export function wordsHeld(scope: ValueScope, kind: EntryKind): string[] {
  return [...scope.keys()].filter((name) => {
    try {
      const value = scope.get(name);
      return value instanceof WordValue && value.kinds.includes(kind);
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      return false;
    }
  });
}

/** Binds what follows a setting's keyword, in order: `split validation 2000`, `optimizer sgd(rate: 0.1)`. */
export function bindSetting<P extends Parameters>(
  entry: Entry<P>,
  { keyword, phrase, location }: Pick<Setting, 'keyword' | 'phrase' | 'location'>,
  scope: ValueScope,
  vocabulary: Vocabulary,
): Bound<Values<P>> {
  const args = phrase.map((value) => ({ value, location: value.location }));
  return bindArguments(entry, { name: keyword, arguments: args, location }, scope, vocabulary);
}

/** Which expression each parameter gets. */
function assign(entry: Entry, args: readonly Argument[], errors: LanguageError[]) {
  const names = Object.keys(entry.parameters);
  const given = new Map<string, Expression>();
  let position = 0;
  for (const { name, value, location } of args) {
    if (errors.length > limits.mistakes) break;
    const parameter = name ? parameterNamed(entry, name.text) : names.at(position++);
    if (name && parameter === undefined) {
      errors.push(unknownWord('argument', name, names, { of: entry.name }));
    } else if (parameter === undefined) {
      if (position === names.length + 1) errors.push(tooMany(entry, given, location));
    } else if (given.has(parameter)) {
      const message = `\`${parameter}\` is given twice`;
      errors.push(new LanguageError('duplicate-argument', message, location));
    } else given.set(parameter, value);
  }
  return given;
}

/** What the last parameter is given may name an entry with arguments of its own: `adam` in `optimizer adam 0.1`. */
function tooMany(
  entry: Entry,
  given: ReadonlyMap<string, Expression>,
  location: LanguageError['location'],
) {
  const names = Object.keys(entry.parameters);
  const last = names.at(-1) ?? '';
  const value = entry.parameters[last]?.type === 'entry' ? given.get(last) : undefined;
  const named = value?.kind === 'reference' ? value.path[0].text : undefined;
  const list = names.map((name) => `\`${name}\``).join(', ');
  const takes =
    names.length === 0
      ? 'nothing'
      : `at most ${names.length === 1 ? 'one value' : `${names.length} values`} (${list})`;
  const advice = named ? `; what concerns \`${named}\` goes in brackets: \`${named}(…)\`` : '';
  const message = `\`${entry.name}\` takes ${takes}${advice}`;
  return new LanguageError('too-many-arguments', message, location);
}

function missing(entry: Entry, name: string, { location }: Pick<Call, 'location'>) {
  const { summary } = entry.parameters[name];
  return new LanguageError(
    'missing-argument',
    `\`${entry.name}\` needs \`${name}\`: ${summary} For example: \`${entry.example.trim()}\``,
    location,
  );
}
