/** Families of layers and operators: what does alike is drawn alike. */
export type Family =
  | 'convolution'
  | 'pooling'
  | 'dense'
  | 'recurrent'
  | 'regularization'
  | 'join'
  | 'reshape'
  | 'other';
