import type { EntryTable } from './entryTable';
import type { LanguageError } from './source';

/**
 * The words a notebook may use are data, declared once in tables (layers, activations, losses, optimizers, sources, …).
 * Argument checking, completion, hover, reference pages and `did you mean` all read these tables.
 */

/**
 * What sort of word an entry is, and so where it may stand: `layer`, `loss`, `setting`, …. The vocabulary has a table for
 * each; a new kind is one more table.
 */
export type EntryKind = string;

/** Bound values by the names of their parameters. */
export type BoundValues = Readonly<Record<string, ArgumentValue>>;

/** A parsed call whose arguments are bound, e.g. `he` or `l2(5e-4)` given as an argument. */
export interface BoundCall {
  readonly name: string;
  readonly arguments: BoundValues;
}

export type ArgumentValue =
  | number
  | string
  | boolean
  | readonly number[]
  | readonly string[]
  | readonly (readonly number[])[]
  | BoundCall
  | undefined;

/** One parameter of a vocabulary entry; `T` is the type its bound value has. */
export interface Parameter<T> {
  readonly type:
    | 'integer'
    | 'number'
    | 'boolean'
    | 'string'
    /** One text, or a list of them; always bound as a list. */
    | 'strings'
    | 'word'
    /** One integer, or one for each spatial axis: `5` or `[3, 5]`; always bound as `[height, width]`. */
    | 'pair'
    | 'integers'
    | 'numbers'
    /** Lists of integers in a list. */
    | 'table'
    /** An entry of another kind: `init: he`, `regularize: l2(5e-4)`. */
    | 'entry';
  readonly summary: string;
  readonly required: boolean;
  /** The name it had, which is still accepted, and by which hashes know it. */
  readonly formerly?: string;
  readonly default?: T;
  readonly minimum?: number;
  /** Exclusive lower bound. */
  readonly above?: number;
  readonly maximum?: number;
  /** The words a `word` accepts, or that a `pair` or `table` accepts besides numbers. */
  readonly choices?: readonly string[];
  /** The kind of entry an `entry` accepts. */
  readonly entryKind?: EntryKind;
  /** What a `word` or `string` is the name of, where that is something outside the vocabulary. */
  readonly names?: 'layer' | 'file' | 'folder';
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- only to say "a parameter of whatever type"
export type Parameters = Readonly<Record<string, Parameter<any>>>;

/** The bound values of a parameter table, typed name by name. */
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** One word of the vocabulary. Positional arguments follow the order of `parameters`. */
export interface Entry<P extends Parameters = Parameters> {
  readonly kind: EntryKind;
  readonly name: string;
  /** One sentence, shown in completion, hover and the reference page. */
  readonly summary: string;
  /** Formula or longer note in Markdown, with its source. */
  readonly details?: string;
  readonly parameters: P;
  /** A line of `.dnn` that uses it. */
  readonly example: string;
  /** Other words that may be written for it and mean the same. */
  readonly aliases?: readonly string[];
  /** The name it had, which is still accepted, and by which runs and hashes know it. */
  readonly formerly?: string;
  /** Other names of the same thing, in lower case; not accepted, but the error for them names this entry. */
  readonly synonyms?: readonly string[];
}

/** The words an entry may be written as, its name first. */
export const wordsOf = ({ name, aliases = [], formerly }: Entry): readonly string[] => [
  name,
  ...aliases,
  ...(formerly === undefined ? [] : [formerly]),
];

/** The name of the parameter that a word means: its own, or the one it had. */
export function parameterNamed(
  { parameters }: Pick<Entry, 'parameters'>,
  word: string,
): string | undefined {
  if (Object.hasOwn(parameters, word)) return word;
  return Object.keys(parameters).find((name) => parameters[name].formerly === word);
}

/** A word that starts a setting line: `epochs 8`, `optimizer sgd(rate: 0.1)`. */
export interface SettingEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'setting';
  /** The statements it may stand in: `data`, `network`, verbs. */
  readonly within: readonly string[];
  /** What follows the keyword: an entry of this kind, or the setting's own `parameters` in order. */
  readonly takes?: EntryKind;
  /** Whether what it stands in reads its phrase itself, whatever that is. */
  readonly free?: true;
  /** Whether it may be given more than once. */
  readonly repeats?: boolean;
  /** Set where it has a name of its own and lines in braces, `phase NAME: … { … }`: what those stand in. */
  readonly block?: string;
  /** Labels of layers follow; who reads what it stands in binds them. */
  readonly listsLayers?: true;
  /** `on` and the sample to look at may follow them. */
  readonly namesSample?: true;
}

/** A word of the grammar itself, for completion and hover; `snippet` has TextMate placeholders. */
export interface Keyword {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly snippet: string;
}

/** A word with one value behind the subject of an action: `on DATA`, `to "FILE"`. */
export interface Clause extends Keyword {
  readonly takes: 'network' | 'data' | 'file';
}

/** A word that starts an action: `train NETWORK on DATA { … }`. */
export interface VerbEntry extends Entry, Keyword {
  readonly kind: 'verb';
  /** What stands behind it: the name of a network, or one of these words. */
  readonly subject: 'network' | readonly Keyword[];
  readonly clauses: readonly Clause[];
}

/** Everything the language knows by name. */
export interface Vocabulary {
  readonly kinds: readonly EntryKind[];
  /** The kinds whose words are values: what a parameter takes, and activations. */
  readonly valueKinds: readonly EntryKind[];
  entries(kind: EntryKind): readonly Entry[];
  find(kind: EntryKind, name: string): Entry | undefined;
}

/** The vocabulary of these tables, with what they hold at any time. */
export function vocabulary(tables: Iterable<EntryTable>): Vocabulary {
  const byKind = new Map<EntryKind, EntryTable>();
  for (const table of tables) {
    if (byKind.has(table.kind)) throw new Error(`two tables of the kind \`${table.kind}\``);
    byKind.set(table.kind, table);
  }
  const taken = [...byKind.values()]
    .flatMap((table) => [...table])
    .flatMap(({ parameters }) => Object.values<Parameter<unknown>>(parameters))
    .flatMap(({ entryKind }) => entryKind ?? []);
  const values = new Set([...taken, 'activation']);
  return {
    kinds: [...byKind.keys()],
    valueKinds: [...byKind.keys()].filter((kind) => values.has(kind)),
    entries: (kind) => [...(byKind.get(kind) ?? [])],
    find: (kind, name) => byKind.get(kind)?.find(name),
  };
}

/** The verb of a name, if it is one. */
export const verbNamed = (name: string, words: Vocabulary): VerbEntry | undefined =>
  words.find('verb', name) as VerbEntry | undefined;

/** Bound values, or everything that is wrong with the arguments. */
export type Bound<T> =
  | { readonly values: T; readonly errors: readonly [] }
  | { readonly values: undefined; readonly errors: readonly LanguageError[] };
