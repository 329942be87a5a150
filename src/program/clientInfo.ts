/** What an input is made of: a picture, a row of values, a text, or any other numbers. */
export type Reads = 'picture' | 'row' | 'characters' | 'numbers';

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
  };
  readonly output: {
    readonly name: string;
    /** Of classes or values; empty where nobody says. */
    readonly names: readonly string[];
  };
}
