import {
  type Entry,
  type EntryKind,
  type Keyword,
  type Parameter,
  type SettingEntry,
  verbNamed,
  type Vocabulary,
  wordsOf,
} from '../vocabulary';
import { limits } from '../limits';
import type { Expression } from '../syntax';
import type { Callee, Context, TextKind } from './context';
import { chainHelp, declarationHelp, fromHelp, modelHelp } from './statements';

/** What the notebook itself defines. */
export interface Names {
  readonly networks: readonly string[];
  readonly data: readonly string[];
  readonly blocks: readonly { readonly name: string; readonly parameters: readonly string[] }[];
  readonly labels: readonly string[];
  /** The inputs and labels of each network and block: `network N`, `block b`. */
  readonly layersOf?: ReadonlyMap<string, readonly string[]>;
  /** Names of values: `let`s and, inside a block, its parameters. */
  readonly lets: readonly string[];
  /** What the `let`s are; a parameter of a block may be anything. */
  readonly values?: ReadonlyMap<string, Expression>;
}

/** The words editor services choose from. */
export interface Tables {
  readonly vocabulary: Vocabulary;
  readonly names: Names;
  /** What a text in double quotes may name; of one network where that is known. */
  readonly texts?: (
    kind: TextKind,
    network: string | undefined,
    begun: string,
  ) => readonly string[];
}

/** The entries that may stand at a place. */
export function entriesIn(context: Context, vocabulary: Vocabulary): readonly Entry[] {
  const of = (...kinds: EntryKind[]) => kinds.flatMap((kind) => vocabulary.entries(kind));
  switch (context.kind) {
    case 'layer':
      return of('layer', 'branch');
    case 'activation':
      return of('activation');
    case 'setting':
      return of('setting').filter(
        (entry) => isSetting(entry) && entry.within.includes(context.within),
      );
    case 'value':
    case 'argument': {
      const kind = parameterIn(context, vocabulary)?.parameter.entryKind;
      return kind ? of(kind) : [];
    }
    case 'expression':
      return context.words ? of(...vocabulary.valueKinds) : [];
    case 'statement':
      return of('verb');
    case 'quantity':
    case 'subject':
    case 'clause':
    case 'model':
    case 'data':
    case 'split':
    case 'label':
    case 'text':
    case 'nothing':
      return [];
  }
}

/** The words of the grammar that may stand at a place, besides entries. */
export function keywordsIn(context: Context, vocabulary: Vocabulary): readonly Keyword[] {
  switch (context.kind) {
    case 'statement':
      return declarationHelp;
    case 'quantity': {
      const subject = verbNamed(context.verb, vocabulary)?.subject;
      return subject === 'network' ? [] : (subject ?? []);
    }
    case 'clause':
      return verbNamed(context.verb, vocabulary)?.clauses ?? [];
    case 'model':
      return [modelHelp];
    case 'layer':
      return context.labelled ? [] : chainHelp;
    case 'activation':
      return [fromHelp];
    default:
      return [];
  }
}

export const isSetting = (entry: Entry): entry is SettingEntry => 'within' in entry;

export const entryOf = ({ name, context }: Callee, vocabulary: Vocabulary) =>
  entriesIn(context, vocabulary).find((entry) => wordsOf(entry).includes(name));

/** The word of the vocabulary a name holds, by its text alone; names of names are followed some way. */
export function heldWord(name: string, { values }: Names): string | undefined {
  let word = name;
  for (let steps = 0; steps < limits.depth; steps++) {
    const value = values?.get(word);
    if (!value) break;
    if (value.kind === 'call') return value.name.text;
    if (value.kind !== 'reference' || value.path.length > 1 || value.index) return undefined;
    word = value.path[0].text;
  }
  return values?.has(name) ? word : undefined;
}

/** The names that may hold an entry of a kind: a parameter of a block may, and an item of a list. */
export const namesHolding = (kind: EntryKind, { vocabulary, names }: Tables): readonly string[] =>
  names.lets.filter((name) => {
    const word = heldWord(name, names);
    if (word !== undefined) return vocabulary.find(kind, word) !== undefined;
    const value = names.values?.get(name);
    return value === undefined || value.kind === 'list';
  });

/** The names that may hold a number, a text or a list. */
export const namesOfOthers = ({ names }: Tables): readonly string[] =>
  names.lets.filter((name) => heldWord(name, names) === undefined);

/** The parameter a value or argument at a place is for. */
export function parameterIn(
  context: Context,
  vocabulary: Vocabulary,
): { readonly name: string; readonly parameter: Parameter<unknown> } | undefined {
  if (context.kind !== 'value' && context.kind !== 'argument') return undefined;
  const callee = context.kind === 'value' ? context.setting : context.callee;
  const parameters = Object.entries<Parameter<unknown>>(
    entryOf(callee, vocabulary)?.parameters ?? {},
  );
  const wanted = context.kind === 'argument' ? context.name : undefined;
  const found = wanted
    ? parameters.find(([name, { formerly }]) => name === wanted || formerly === wanted)
    : parameters.at(context.position);
  return found && { name: found[0], parameter: found[1] };
}

/** The parameters of the block that a call in a chain of layers names; of no word of the vocabulary. */
export function blockParameters(
  { name, context }: Callee,
  { names }: Tables,
): readonly string[] | undefined {
  if (context.kind !== 'layer') return undefined;
  return names.blocks.find((block) => block.name === name)?.parameters;
}
