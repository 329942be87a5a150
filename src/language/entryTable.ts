import {
  type ArgumentValue,
  type BoundCall,
  type Entry,
  type Parameter,
  wordsOf,
} from './vocabulary';

/**
 * The entries of one kind by name, in their order. A table is open: whoever imports it can add an entry, which binding,
 * completion, hover, reference pages and whatever looks up a bound call find from then on.
 */
export class EntryTable<E extends Entry = Entry> implements Iterable<E> {
  private readonly entries = new Set<E>();
  /** By their names and their aliases. */
  private readonly words = new Map<string, E>();

  constructor(
    readonly kind: E['kind'],
    entries: Iterable<E>,
  ) {
    for (const entry of entries) this.add(entry);
  }

  /** Adds an entry of the table's kind, and gives what takes it out again; throws where one of its words is taken. */
  add(entry: E): () => void {
    const { kind, name } = entry;
    if (kind !== this.kind) throw new Error(`\`${name}\` is of the kind ${kind}, not ${this.kind}`);
    const words = wordsOf(entry);
    const taken = words.find((word) => this.words.has(word));
    if (taken !== undefined) throw new Error(`${kind} \`${taken}\` is declared twice`);
    for (const word of words) this.words.set(word, entry);
    this.entries.add(entry);
    return () => {
      for (const word of words) this.words.delete(word);
      this.entries.delete(entry);
    };
  }

  /** The entry with this name or alias. */
  find(name: string): E | undefined {
    return this.words.get(name);
  }

  /** The entry a bound call names; binding has made sure that there is one. */
  of({ name }: Pick<BoundCall, 'name'>): E {
    const entry = this.find(name);
    if (!entry) throw new Error(`no ${this.kind} \`${name}\``);
    return entry;
  }

  /** An entry, bound: parameters that are not given have their defaults. */
  call(name: string, given: BoundCall['arguments'] = {}): BoundCall {
    const entry = this.of({ name });
    const values = Object.entries<Parameter<unknown>>(entry.parameters).map(
      ([key, parameter]) => [key, parameter.default as ArgumentValue] as const,
    );
    return { name: entry.name, arguments: { ...Object.fromEntries(values), ...given } };
  }

  [Symbol.iterator](): Iterator<E> {
    return this.entries[Symbol.iterator]();
  }
}
