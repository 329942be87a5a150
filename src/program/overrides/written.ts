import { nearest } from '../../language/nearest';
import { parseCell } from '../../language/parse';
import type { Location } from '../../language/source';
import type { Argument, Call, Expression, LetDeclaration, Statement } from '../../language/syntax';

import { parameterNamed } from '../../language/vocabulary';
import { notebookSettings } from '../settings';
import { notebookVocabulary } from '../vocabulary';

export type Cells = readonly (readonly Statement[])[];

/** `--set NAME=TEXT`, or `--set NAME.ARGUMENT=TEXT`. */
export interface Override {
  /** All of it, for messages. */
  readonly given: string;
  readonly name: string;
  readonly argument: string | undefined;
  readonly text: string;
}

/** `--set NAME=VALUE` that names nothing or has no readable value: wrong usage, not a wrong notebook. */
export class OverrideError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OverrideError';
  }
}

export function unknownName(name: string, cells: Cells): OverrideError {
  const settings = [...notebookSettings].map((entry) => entry.name);
  const lets = letNames(cells);
  const close = nearest(name.replace(/^let\.(?=.)/, '').split('.')[0], [...lets, ...settings]);
  const known = [
    `there are the settings ${settings.join(', ')}`,
    ...(lets.length > 0 ? [`and the names ${lets.slice(0, 16).join(', ')}`] : []),
  ].join(' ');
  const hint = close ? `did you mean \`${close}\`?` : known;
  return new OverrideError(`--set ${name}: no such setting or \`let\`; ${hint}`);
}

/** The `let`s of a notebook by name; of several with one name the first counts. */
export const letsOf = (cells: Cells): ReadonlyMap<string, LetDeclaration> =>
  new Map(
    cells
      .flat()
      .filter((statement) => statement.kind === 'let')
      .reverse()
      .map((statement) => [statement.name.text, statement]),
  );

export const letNames = (cells: Cells): string[] => [...letsOf(cells).keys()].reverse();

/** The values in a text, as they would stand behind a setting. */
export function parseValues({ given, name, text }: Override): readonly Expression[] {
  const { statements, diagnostics } = parseCell(
    `data override {\n${name} ${text}\n}`,
    0,
    notebookVocabulary,
  );
  const [statement] = statements;
  const [setting] = statement?.kind === 'data' ? statement.settings : [];
  if (diagnostics.length === 0 && setting && setting.phrase.length > 0) return setting.phrase;
  throw new OverrideError(`${given}: ${diagnostics[0]?.message ?? 'a value is missing'}`);
}

/** The one value in a text. */
export function parseValue(override: Override): Expression {
  const values = parseValues(override);
  if (values.length === 1) return values[0];
  const what = override.argument ?? override.name;
  const message = `\`${what}\` takes one value, found ${values.length}`;
  throw new OverrideError(`${override.given}: ${message}`);
}

/** The call that a word, a `let` or an item of its list stands for; undefined when it is something else. */
export function callOf(expression: Expression, cells: Cells): Call | undefined {
  const lets = letsOf(cells);
  const seen = new Set<string>();
  let found = expression;
  for (;;) {
    if (found.kind === 'call') return found;
    if (found.kind !== 'reference' || found.path.length > 1) return undefined;
    const { path, index, location } = found;
    const [name] = path;
    const value = seen.has(name.text) ? undefined : lets.get(name.text)?.value;
    const held = index ? itemOf(value, index) : value;
    if (held?.kind === 'call' || held?.kind === 'reference') {
      seen.add(name.text);
      found = held;
    } else return index ? undefined : { kind: 'call', name, arguments: [], location };
  }
}

const itemOf = (list: Expression | undefined, index: Expression): Expression | undefined =>
  list?.kind === 'list' && index.kind === 'number' ? list.items.at(index.value) : undefined;

/** A call with another value for an argument of the entry it names, which is of one of these kinds. */
export function withArgument(
  call: Call,
  kinds: readonly string[],
  { given, argument: word = '' }: Override,
  value: Expression,
  location: Location,
): Call {
  const entries = kinds.flatMap((kind) => notebookVocabulary.find(kind, call.name.text) ?? []);
  const entry = entries.find((one) => parameterNamed(one, word)) ?? entries.at(0);
  const order = Object.keys(entry?.parameters ?? { [word]: undefined });
  const named = (written: string) => (entry && parameterNamed(entry, written)) ?? written;
  const name = named(word);
  if (!order.includes(name)) {
    const takes = order.join(', ') || 'no arguments';
    throw new OverrideError(`${given}: \`${call.name.text}\` takes ${takes}`);
  }
  const argument: Argument = {
    name: { text: name, location },
    value: relocate(value, location),
    location,
  };
  const others = call.arguments.filter(
    (each, i) => (each.name ? named(each.name.text) : order[i]) !== name,
  );
  // A removed positional argument would shift the ones after it, so all of them get their names.
  const kept = others.map((each) =>
    each.name
      ? each
      : { ...each, name: { text: order[call.arguments.indexOf(each)], location: each.location } },
  );
  return { ...call, arguments: [...kept, argument] };
}

/** Findings in a value given from outside point to what it replaces. */
export function relocate<T>(node: T, location: Location): T {
  if (Array.isArray(node)) return node.map((item: unknown) => relocate(item, location)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === 'location' ? location : (relocate(value, location) as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}
