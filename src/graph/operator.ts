import type { Attributes, Dimension, TensorType, Value } from './graph';
import type { GraphBuilder } from './builder';

/** What ONNX calls an attribute's type; decides how the attribute is written. */
export type AttributeKind = 'int' | 'float' | 'string' | 'ints' | 'floats' | 'tensor';

/** What a shape rule sees of an operator's inputs. */
export interface InferenceContext {
  readonly inputs: readonly (TensorType | undefined)[];
  /** Values of the inputs that are constants (shapes, axes, pads), else undefined. */
  readonly constants: readonly (readonly number[] | undefined)[];
  /** The same for inputs that hold lengths; those a `Shape` operator reads may be named ones. */
  readonly dimensions: readonly (readonly Dimension[] | undefined)[];
  readonly attributes: Attributes;
}

/** What a gradient rule sees: the node, and the gradients of its outputs. */
export interface GradientContext {
  readonly graph: GraphBuilder;
  /** The node's inputs; an optional one that was left out is undefined. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
  /** ∂E/∂output, undefined where an output does not reach the loss. */
  readonly gradients: readonly (Value | undefined)[];
  /** Which inputs' gradients are wanted; a rule may skip the others. */
  readonly wanted: readonly boolean[];
}

/** One operator: shape rule, gradient rule and ONNX form together. A new operator is one such entry. */
export interface Operator {
  readonly name: string;
  /** ONNX domain; '' is the standard one. */
  readonly domain: string;
  /** First opset of that domain with these semantics. */
  readonly since: number;
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  /** Types of the outputs; throws `GraphError` with both shapes when they do not fit. */
  infer(context: InferenceContext): readonly TensorType[];
  /** ∂E/∂input for each input, undefined for inputs without a gradient. Absent: not differentiable. */
  gradient?(context: GradientContext): readonly (Value | undefined)[];
}
