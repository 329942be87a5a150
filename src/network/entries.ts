import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { Entry, Parameters, Values } from '../language/vocabulary';
import type { Cost, ParameterSpec, Shape } from './network';

/** What a layer says of itself once its arguments and input shapes are known. */
export interface LayerInference {
  readonly shape: Shape;
  readonly parameters: readonly Omit<ParameterSpec, 'frozen' | 'regularizer'>[];
  readonly cost: Cost;
}

/** What a layer has at hand when it writes itself into a tensor graph. Tensors there have the batch axis first. */
export interface LayerBuild<A> {
  readonly graph: GraphBuilder;
  readonly inputs: readonly Value[];
  readonly arguments: A;
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Training behaviour (dropout, batch statistics) rather than inference behaviour. */
  readonly training: boolean;
  parameter(name: string): Value;
  /** Uniform numbers in [0, 1), fresh at each step, the same for the same seed, step and name on every provider. */
  uniform(shape: Value['type']['shape']): Value;
}

/** A layer of the catalogue: argument table, shape rule and lowering together. */
export interface LayerEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'layer' | 'branch';
  /** Throws `ShapeError` when the inputs do not fit. */
  infer(values: Values<P>, inputs: readonly Shape[]): LayerInference;
  build(context: LayerBuild<Values<P>>): Value;
}

export interface ActivationEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'activation';
  build(graph: GraphBuilder, x: Value, values: Values<P>): Value;
}

/** An input that does not fit a layer; the resolver adds the layer chain that led there. */
export class ShapeError extends Error {
  constructor(
    message: string,
    readonly expected: string,
    readonly actual: readonly Shape[],
  ) {
    super(message);
    this.name = 'ShapeError';
  }
}
