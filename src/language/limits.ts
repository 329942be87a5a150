import { type Diagnostic, type Location } from './source';
import { formatInteger } from '../text/numbers';
import { brief } from '../text/visible';

/**
 * What one notebook may ask for, so that a few lines of text never cost more than a second or the stack. All of it is far
 * above what networks need; docs/language.md lists it.
 */
export const limits = {
  /** Characters in all code cells. */
  code: 200_000,
  /** Characters of a cell in which the editor completes and explains words. */
  help: 20_000,
  /** Brackets, braces, blocks, signs and powers, one within another. */
  depth: 32,
  /** Characters of a name. */
  name: 100,
  /** Characters of a text in double quotes. */
  text: 4096,
  /** Axes of a shape. */
  axes: 8,
  /** Layers of all networks, counting the lines of a `repeat` and of a block as often as they are used. */
  layers: 10_000,
  /** Numbers, items of lists and arguments worked out. */
  values: 1_000_000,
  /** Characters of the names of all layers. */
  characters: 2_000_000,
  /** Mistakes that are told. */
  mistakes: 1000,
  /** Mistakes told before that are met again, where a block is used or a line repeated. */
  repeated: 1000,
} as const;

/** What is counted over the whole notebook. */
type Counted = 'layers' | 'values' | 'characters' | 'mistakes' | 'repeated';

const refusals: Readonly<Record<Counted, string>> = {
  layers:
    'the networks of a notebook can have at most LIMIT layers together, repeated ones included',
  values: 'a notebook can compute at most LIMIT values, repeated ones included',
  characters: 'the names of all layers of a notebook can have at most LIMIT characters together',
  mistakes: 'there are more than LIMIT errors; the rest are not listed',
  repeated: 'lines with an error are used more than LIMIT times; correct them first',
};

/** A whole notebook asks for too much: its analysis ends here. Not a `LanguageError`, after which it would go on. */
export class LimitError extends Error {
  constructor(
    message: string,
    readonly location: Location,
  ) {
    super(message);
    this.name = 'LimitError';
  }

  toDiagnostic(): Diagnostic {
    const { message, location } = this;
    return { severity: 'error', code: 'too-large', message, location };
  }
}

/** Counts what a notebook costs before it is paid. Throws `LimitError`. */
export class Budget {
  private readonly left: Record<Counted, number> = {
    layers: limits.layers,
    values: limits.values,
    characters: limits.characters,
    mistakes: limits.mistakes,
    repeated: limits.repeated,
  };

  spend(counted: Counted, amount: number, location: Location): void {
    this.expect(counted, amount, location);
    this.left[counted] -= amount;
  }

  /** Throws when so much is not left. */
  expect(counted: Counted, amount: number, location: Location): void {
    if (amount <= this.left[counted]) return;
    throw new LimitError(
      refusals[counted].replace('LIMIT', formatInteger(limits[counted])),
      location,
    );
  }
}

export const tooDeep = `at most ${limits.depth} brackets, braces, blocks, signs and powers can be nested`;

export const tooLong = (what: string, limit: number): string =>
  `${what} has at most ${formatInteger(limit)} characters`;

const mostShown = 60;

/** A text as messages show it: its start where it is long. */
export const shortened = (text: string): string => brief(text, mostShown);
