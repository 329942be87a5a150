import type { Graph } from '../graph/builder';
import type { AttributeValue, Value } from '../graph/graph';

/** An ONNX model as a graph, with what the graph does not say. */
export interface Model {
  readonly graph: Graph;
  readonly name: string;
  readonly opset: number;
  readonly documentation: string;
  readonly producer: { readonly name: string; readonly version: string };
  /** Names of element types whose tensors became float32. */
  readonly widened: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Tensors stored in the model, by their names in the file: constants of the graph. */
  readonly initializers: ReadonlyMap<string, Value>;
  /** With `weightsAsInputs`: the values of the inputs that the file stores. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly nodes: readonly ModelNode[];
  /** The tensors of the file by name. */
  readonly tensors: ReadonlyMap<string, Value>;
}

/** A node as the file has it. */
export interface ModelNode {
  readonly name: string;
  readonly operator: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Names of tensors; an input that was left out is ''. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}
