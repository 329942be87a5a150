import { evaluate, type EvaluatedValue, type ValueScope } from '../../evaluate';
import { Budget, LimitError, limits } from '../../limits';
import { evaluateLets } from '../../lets';
import { LanguageError } from '../../source';
import type { Call, Expression, LetDeclaration } from '../../syntax';
import type { EntryKind, Vocabulary } from '../../vocabulary';
import { WordValue } from '../../wordValue';
import type { Definition } from './definition';

/** The names an expression may use: the parameters of the block around it, then `let`s. */
export interface ValueNames {
  find(name: string): Definition | undefined;
}

/** A use of a block, and the names its arguments may use. */
export interface BlockUse {
  readonly call: Call;
  readonly names: ValueNames;
}

/** What names hold, as far as it decides what they refer to: a word of the vocabulary stays one behind a name for a number. */
export class HeldValues {
  private readonly scope: ValueScope | undefined;
  private readonly parameters = new Map<Definition, boolean>();

  /** `uses`: where a block is used; `parametersOf`: the names of its parameters. */
  constructor(
    lets: readonly LetDeclaration[],
    private readonly vocabulary: Vocabulary,
    private readonly uses: (block: Definition) => readonly BlockUse[],
    private readonly parametersOf: (block: Definition) => readonly string[],
  ) {
    this.scope = scopeOf(lets, vocabulary);
  }

  /** What a name refers to that stands for a word of one of these kinds; undefined where it is the word itself. */
  meantBy(name: string, kinds: readonly EntryKind[], names: ValueNames): Definition | undefined {
    const definition = names.find(name);
    const isWord = kinds.some((kind) => this.vocabulary.find(kind, name));
    return definition && (!isWord || this.holdsWord(definition)) ? definition : undefined;
  }

  /** Whether a `let` or parameter may hold a word of the vocabulary. */
  private holdsWord(definition: Definition, depth = 0): boolean {
    if (definition.kind === 'let') {
      const value = attempt(() => this.scope?.get(definition.name));
      return value === undefined || value instanceof WordValue;
    }
    const known = this.parameters.get(definition);
    if (known !== undefined) return known;
    if (depth > limits.depth) return true;
    // A block within itself is a mistake, which ends here.
    this.parameters.set(definition, false);
    const given = this.argumentsFor(definition);
    // One that nothing is given for may hold anything.
    const found =
      given.length === 0 || given.some(({ value, names }) => this.isWord(value, names, depth + 1));
    this.parameters.set(definition, found);
    return found;
  }

  private argumentsFor({ name, within }: Definition) {
    if (!within) return [];
    const position = this.parametersOf(within).indexOf(name);
    return this.uses(within).flatMap(({ call, names }) => {
      const given = call.arguments;
      const argument =
        given.find((one) => one.name?.text === name) ??
        given.filter((one) => !one.name).at(position);
      return argument ? [{ value: argument.value, names }] : [];
    });
  }

  private isWord(value: Expression, names: ValueNames, depth: number): boolean {
    if (value.kind === 'call') return true;
    if (value.kind !== 'reference') return false;
    const held = names.find(value.path[0].text);
    if (held && !value.index) return this.holdsWord(held, depth);
    const { scope } = this;
    return scope !== undefined && attempt(() => evaluate(value, scope)) instanceof WordValue;
  }
}

function scopeOf(lets: readonly LetDeclaration[], vocabulary: Vocabulary): ValueScope | undefined {
  try {
    return evaluateLets(lets, new Budget(), vocabulary).scope;
  } catch (error) {
    if (error instanceof LimitError) return undefined;
    throw error;
  }
}

function attempt(compute: () => EvaluatedValue | undefined): EvaluatedValue | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof LanguageError || error instanceof LimitError) return undefined;
    throw error;
  }
}
