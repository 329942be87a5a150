/** What an input is made of: a picture, a row of values, a text, or any other numbers. */
export type Reads = 'picture' | 'row' | 'characters' | 'numbers';

/** What takes a client's numbers to those a model reads: `mean` off, times `scale`; one number for all, or one for each unit. */
export interface InputNormalization {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** What the page beside an exported model knows of it; it stands in the page as JSON. */
export interface ClientInfo {
  /** Of the network. */
  readonly name: string;
  readonly input: {
    readonly name: string;
    /** Without the batch axis. */
    readonly shape: readonly number[];
    readonly reads: Reads;
    /** What the numbers of a row or a step are called. */
    readonly features?: readonly string[];
    /** The character of each number, where it reads a text. */
    readonly characters?: readonly string[];
    /** Absent: the model normalizes. */
    readonly normalization?: InputNormalization;
  };
  readonly output: {
    readonly name: string;
    /** Of classes or values; empty where nobody says. */
    readonly names: readonly string[];
  };
}
