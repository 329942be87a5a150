/** What keeps an ONNX model from being read or written. */
export type ModelErrorCode =
  | 'unreadable'
  | 'unsupportedOpset'
  | 'unsupportedOperators'
  | 'unsupportedType'
  | 'invalidGraph'
  | 'initializer'
  | 'batch';

/** Something a model asks for that graphs do not have. */
export interface Unsupported {
  readonly operator: string;
  /** `Loop`, `Resize of opset 9 (supported from 10)`, `Conv: the attribute 'x' is not supported`. */
  readonly problem: string;
  /** Where it occurs: names of nodes, or of their first outputs. */
  readonly nodes: readonly string[];
}

export class ModelError extends Error {
  constructor(
    readonly code: ModelErrorCode,
    message: string,
    /** What of which nodes it is; with the code `unsupportedOperators` all that there is. */
    readonly unsupported: readonly Unsupported[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ModelError';
  }

  /** With the code `unsupportedOperators`: their names, each once. */
  get operators(): readonly string[] {
    return [...new Set(this.unsupported.map(({ operator }) => operator))];
  }
}

/** Whatever else goes wrong with a model's bytes is the model's fault. */
export function asModelError(error: unknown, place = ''): ModelError {
  if (error instanceof ModelError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ModelError('invalidGraph', `${place}${reason}`, [], { cause: error });
}

const mostNodes = 5;

/** ` (nodes 'a', 'b' and 7 more)`; nothing for nodes without names. */
export function placesText(nodes: readonly string[]): string {
  const names = nodes.filter((name) => name !== '');
  if (names.length === 0) return '';
  const shown = names.slice(0, mostNodes).map((name) => `'${name}'`);
  const more = names.length - shown.length;
  const rest = more > 0 ? ` and ${more} more` : '';
  return ` (${names.length === 1 ? 'node' : 'nodes'} ${shown.join(', ')}${rest})`;
}
