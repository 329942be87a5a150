/** A table read: the numbers of each row, and its targets as they are written. */
export interface Table {
  readonly columns: readonly string[];
  readonly chosen: ChosenColumns;
  readonly count: number;
  /** Row after row. */
  readonly features: Float32Array;
  /** Column after column; '' is a step without a target. */
  readonly targets: readonly (readonly string[])[];
  /** The sequence that each row belongs to. */
  readonly sequences?: readonly string[];
  /** Names that the target's numbers stand for. */
  readonly classes?: readonly string[];
  /** Where a row is, for messages: `line 7`. */
  readonly place: (row: number) => string;
}

/** Numbers of the columns of features and targets, and of the one that tells sequences apart. */
export interface ChosenColumns {
  readonly features: readonly number[];
  readonly targets: readonly number[];
  readonly sequence?: number;
}
