/** A graph that cannot be built: which operator, and the shapes or attributes that do not fit. */
export class GraphError extends Error {
  constructor(
    readonly operator: string,
    message: string,
  ) {
    super(`${operator}: ${message}`);
    this.name = 'GraphError';
  }
}
