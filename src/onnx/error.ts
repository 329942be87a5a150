/** What keeps an ONNX model from being read or written. */
export type ModelErrorCode =
  | 'unreadable'
  | 'unsupportedOpset'
  | 'unsupportedOperators'
  | 'unsupportedType'
  | 'invalidGraph'
  | 'initializer'
  | 'batch';

export class ModelError extends Error {
  constructor(
    readonly code: ModelErrorCode,
    message: string,
    /** With the code `unsupportedOperators`: their names, each once. */
    readonly operators: readonly string[] = [],
  ) {
    super(message);
    this.name = 'ModelError';
  }
}
