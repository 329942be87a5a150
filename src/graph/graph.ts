import type { Operator } from './operator';

/** The tensor graph: the one intermediate representation. Operators and attributes are ONNX's, by name. */

/** `float64` is for sums that need its digits: it is computed on the CPU alone. */
export type DataType = 'float32' | 'float64' | 'int64' | 'int32' | 'bool' | 'uint8';

/** A length, or the name of a length known only when the graph runs (the batch axis of an exported model). */
export type Dimension = number | string;

export interface TensorType {
  readonly dataType: DataType;
  readonly shape: readonly Dimension[];
}

export type TensorData = Float32Array | BigInt64Array | Int32Array | Uint8Array;

export type AttributeValue = number | string | readonly number[] | readonly string[] | TensorData;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One tensor in the graph: an input, a constant, or an output of a node. */
export interface Value {
  readonly name: string;
  readonly type: TensorType;
  readonly producer?: GraphNode;
  /** Set for constants; the shape is `type.shape`. */
  readonly data?: TensorData;
}

/** What a node is for. `watching` computes numbers for people, `update` the next parameters. */
export const roles = ['forward', 'gradient', 'update', 'watching'] as const;
export type Role = (typeof roles)[number];

/** Where a node comes from; kept through differentiation and passes. */
export interface Origin {
  /** Absent for what belongs to no single layer: the loss, say. */
  readonly layer?: string;
  readonly role?: Role;
}

export interface GraphNode {
  readonly operator: Operator;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
  readonly origin?: Origin;
}
