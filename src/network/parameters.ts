import type { BoundCall } from '../language/vocabulary';

/** Lengths of a tensor's axes without the batch axis. */
export type Shape = readonly number[];

/** A trained tensor of a layer, named by `parameterKey` everywhere (checkpoints, ONNX initializers, tables). */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: BoundCall;
  /** Connections into / out of one unit, for the initializers that scale by them. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Whether regularization applies to it: weights, not biases. */
  readonly penalized: boolean;
  /** Set where the weights into one unit are no row of it: units share them, or its first axis counts inputs. */
  readonly rowless?: true;
  /** Set on running statistics: the layer itself renews them in training, no gradient does. */
  readonly statistic?: true;
  /** Not trained by gradients: `frozen: true`, or a statistic. */
  readonly frozen: boolean;
  /** Times the learning rate of the others; 1 when left out. */
  readonly rate?: number;
  readonly regularizer?: BoundCall;
  /** Its name in the file it is from, instead of `LAYER.name`. */
  readonly key?: string;
  /** What it starts with, stored in that file; the initializer is not asked then. */
  readonly values?: Float32Array;
}

/** A parameter that belongs to another layer: `share: LABEL`, or a tensor of a file that several nodes read. */
export interface SharedParameter {
  readonly key: string;
  /** As its owner has it. */
  readonly shape: Shape;
  /** Whether the layer reads the matrix with rows and columns swapped. */
  readonly transposed: boolean;
}

/** What a layer costs for one sample, forward. */
export interface Cost {
  /** Multiply-adds. */
  readonly multiplyAdds: number;
}
