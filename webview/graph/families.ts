/** Families of layers that share a colour in the layer graph. */
export type Family =
  | 'convolution'
  | 'pooling'
  | 'dense'
  | 'recurrent'
  | 'regularization'
  | 'join'
  | 'reshape'
  | 'input'
  | 'group'
  | 'other';

const patterns: readonly (readonly [RegExp, Family])[] = [
  [/conv|local|s_cell/i, 'convolution'],
  [/pool|subsample|c_cell/i, 'pooling'],
  [/dropout|norm|lrn|lcn/i, 'regularization'],
  [/^(concat|add|sum|multiply|mul)$/i, 'join'],
  [/rnn|lstm|gru|reservoir/i, 'recurrent'],
  [/flatten|reshape|upsample|resize|transpose/i, 'reshape'],
  [/^(dense|gemm|matmul|rbf|embedding|maxout)$/i, 'dense'],
  [/^input$/, 'input'],
];

/** The family of an operator of the layer catalogue or of ONNX; activations and element-wise operators have no colour. */
export const familyOf = (operator: string): Family =>
  patterns.find(([pattern]) => pattern.test(operator))?.[1] ?? 'other';
