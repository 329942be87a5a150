/** A graph that cannot be built: which operator, and the shapes or attributes that do not fit. */
export class GraphError extends Error {
  constructor(
    readonly operator: string,
    readonly reason: string,
  ) {
    super(`${operator}: ${reason}`);
    this.name = 'GraphError';
  }
}

/** An operator that no gradient passes, and the layer it is in. */
export class GradientError extends GraphError {
  constructor(
    { operator, reason }: GraphError,
    readonly layer: string | undefined,
  ) {
    super(operator, reason);
    this.name = 'GradientError';
  }
}
