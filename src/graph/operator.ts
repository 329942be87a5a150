import type { OperatorMethods } from './methods';
import type { Attributes, Dimension, GraphNode, TensorData, TensorType, Value } from './graph';

/** What ONNX calls an attribute's type; decides how the attribute is written. */
export type AttributeKind = 'int' | 'float' | 'string' | 'ints' | 'floats' | 'strings' | 'tensor';

/** What a shape rule sees of an operator's inputs. */
export interface InferenceContext {
  readonly inputs: readonly (TensorType | undefined)[];
  /** Values of the inputs that are constants (shapes, axes, pads), else undefined. */
  readonly constants: readonly (readonly number[] | undefined)[];
  /** The same for inputs that hold lengths; those a `Shape` operator reads may be named ones. */
  readonly dimensions: readonly (readonly Dimension[] | undefined)[];
  readonly attributes: Attributes;
}

/** What rules add nodes to: each operator is a method. */
export interface GraphWriter extends OperatorMethods {
  /** A float32 scalar. */
  scalar(value: number): Value;
  /** A vector of int64: shapes, axes, pads. */
  ints(values: readonly number[]): Value;
  /** A tensor known now. Constants with the same `key` are one. */
  constant(data: TensorData, shape: readonly number[], key?: string, name?: string): Value;
  /** Adds an operator that is known when the program runs, or is none of ONNX's, and has one output. */
  apply(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes?: Attributes,
  ): Value;
  /** The same for all outputs. */
  applyAll(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes?: Attributes,
  ): readonly Value[];
}

/** What a gradient rule sees: the node, and the gradients of its outputs. */
export interface GradientContext {
  readonly graph: GraphWriter;
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
  /** Whether each element of the result depends only on the elements of the inputs at its place. */
  readonly elementwise?: boolean;
  /** Whether the result has the first input's elements in their order: nothing to do where the type stays. */
  readonly keepsElements?: boolean;
  /** The axis along which an operator that keeps shapes lets elements meet; negative from the end. */
  alongAxis?(node: Pick<GraphNode, 'inputs' | 'attributes'>): number;
  /** Outputs that nothing reads may be left out of a file. */
  readonly optionalOutputs?: true;
  /** The operands that leave the other one as it is. */
  readonly neutral?: { readonly left?: number; readonly right?: number };
  /** The result for numbers. */
  readonly compute?: (...numbers: readonly number[]) => number;
  /** Multiply-adds of a matrix product or convolution of known lengths. */
  multiplyAdds?(node: GraphNode): number;
  /** What a composite operator stands for, written with operators of ONNX at the latest when a model is. */
  readonly body?: (graph: GraphWriter, inputs: readonly Value[], attributes: Attributes) => Value;
  /** Types of the outputs; throws `GraphError` with both shapes when they do not fit. */
  infer(context: InferenceContext): readonly TensorType[];
  /** ∂E/∂input for each input, undefined for inputs without a gradient. Absent: not differentiable. */
  gradient?(context: GradientContext): readonly (Value | undefined)[];
}
