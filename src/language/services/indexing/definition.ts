import type { Location } from '../../source';

/** Something a notebook gives a name. */
export interface Definition {
  readonly kind: 'data' | 'network' | 'block' | 'let' | 'parameter' | 'input' | 'layer' | 'phase';
  readonly name: string;
  /** Where it is named. */
  readonly location: Location;
  /** The network or block it belongs to. */
  readonly within?: Definition;
  /** Set on an output without a name of its own: the word `output` stands for it. */
  readonly isUnnamed?: true;
}

/** A place where a definition is named. */
export interface Occurrence {
  /** Of the name alone: `C1` in `C1_2`, the second turn of a repeat. */
  readonly location: Location;
  readonly definition: Definition;
  /** It is what the definition is made by. */
  readonly isDefinition: boolean;
}

/** A place where a word of the vocabulary stands; `kind` is that of its entry. */
export interface WordUse {
  readonly location: Location;
  readonly kind: string;
}

/** A file or folder that is named in double quotes. */
export interface FileUse {
  readonly location: Location;
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** What is found while a notebook is read. */
export class Findings {
  readonly occurrences: Occurrence[] = [];
  readonly words: WordUse[] = [];
  readonly files: FileUse[] = [];

  define(definition: Definition): Definition {
    const { location } = definition;
    this.occurrences.push({ location, definition, isDefinition: true });
    return definition;
  }

  refer(location: Location, definition: Definition): void {
    this.occurrences.push({ location, definition, isDefinition: false });
  }

  word(location: Location, kind: string): void {
    this.words.push({ location, kind });
  }
}
