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
  | 'group';

const patterns: readonly (readonly [RegExp, Family])[] = [
  [/conv|local|s_cell/, 'convolution'],
  [/pool|subsample|c_cell/, 'pooling'],
  [/dropout|norm|lrn|lcn/, 'regularization'],
  [/^(concat|add|multiply)$/, 'join'],
  [/rnn|lstm|gru|reservoir/, 'recurrent'],
  [/flatten|reshape|upsample/, 'reshape'],
  [/^input$/, 'input'],
];

/** The family of an operator of the layer catalogue; what is not listed counts as dense. */
export const familyOf = (operator: string): Family =>
  patterns.find(([pattern]) => pattern.test(operator))?.[1] ?? 'dense';
