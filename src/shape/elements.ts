/** Number of elements of a tensor whose lengths are known. */
export const elements = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);
