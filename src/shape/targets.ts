/** What is to be given for a sample: `count` numbers; with `steps`, as many for each step of a sequence. */
export interface TargetSize {
  readonly count: number;
  readonly steps?: number;
}

/**
 * The shape of a sample's targets, without the batch axis: [count], or [steps, count + 1], where the last number of a row is its
 * weight: 0 for a step without a target, else 1.
 */
export const targetShape = ({ count, steps }: TargetSize): readonly number[] =>
  steps === undefined ? [count] : [steps, count + 1];
