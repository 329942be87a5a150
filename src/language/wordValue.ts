import type { ValueScope } from './evaluate';
import type { Call } from './syntax';
import { type EntryKind, type Vocabulary, wordsOf } from './vocabulary';

/**
 * A word of the vocabulary as a value, with its arguments: `relu`, `adam(rate: 0.01)`. Which entry it means is settled where
 * it is used: `step` may be an activation or a schedule.
 */
export class WordValue {
  constructor(
    readonly call: Pick<Call, 'name' | 'arguments' | 'location'>,
    /** The names its arguments may use. */
    readonly scope: ValueScope,
    /** The kinds of entries with this word; none for a word that some parameter lists among its choices. */
    readonly kinds: readonly EntryKind[],
    /** Words within one another, counted through the names in its arguments. */
    readonly depth: number,
  ) {}

  /** The word alone, where it has no arguments. */
  get word(): string | undefined {
    return this.call.arguments.length === 0 ? this.call.name.text : undefined;
  }
}

/** `an activation or a schedule` */
export const inWords = (kinds: readonly EntryKind[]): string =>
  kinds.map((kind) => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`).join(' or ');

/** The words of a vocabulary that are values, looked up many times while nothing is added to it. */
export class ValueWords {
  private readonly kinds = new Map<string, readonly EntryKind[]>();
  private choices: ReadonlySet<string> | undefined;

  constructor(private readonly vocabulary: Vocabulary) {}

  /** The kinds of entries a word may mean as a value. */
  kindsOf(word: string): readonly EntryKind[] {
    let found = this.kinds.get(word);
    if (!found) {
      const { valueKinds } = this.vocabulary;
      found = valueKinds.filter((kind) => this.vocabulary.find(kind, word));
      this.kinds.set(word, found);
    }
    return found;
  }

  /** Whether a parameter lists the word among its choices, as `padding: same` does. */
  isChoice(word: string): boolean {
    this.choices ??= new Set(
      this.vocabulary.kinds
        .flatMap((kind) => this.vocabulary.entries(kind))
        .flatMap(({ parameters }) => Object.values<{ choices?: readonly string[] }>(parameters))
        .flatMap(({ choices = [] }) => choices),
    );
    return this.choices.has(word);
  }

  get names(): string[] {
    const { valueKinds } = this.vocabulary;
    return valueKinds.flatMap((kind) => this.vocabulary.entries(kind)).flatMap(wordsOf);
  }
}
