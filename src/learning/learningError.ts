import type { Layer } from '../network/network';

export type LearningErrorCode =
  | 'loss-head'
  | 'loss-targets'
  | 'head-size'
  | 'head-shape'
  | 'batch-size'
  | 'penalty-layer'
  | 'rule-layer'
  | 'rule-targets'
  | 'rule-phases'
  | 'no-step'
  | 'no-validation'
  | 'singular'
  | 'no-parameters'
  | 'no-gradient';

/** A network that cannot be trained as asked: what does not fit, at which layer, and what to do. */
export class LearningError extends Error {
  constructor(
    readonly code: LearningErrorCode,
    message: string,
    readonly layer?: Layer,
    /** The setting it concerns, where it is one. */
    readonly setting?: string,
  ) {
    super(message);
    this.name = 'LearningError';
  }
}
