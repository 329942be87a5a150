import type { ImageWindow } from '../shape/receptive';
import type { GraphBuilder } from '../graph/builder';
import type { Family } from '../graph/family';
import type { Value } from '../graph/graph';
import type { BoundCall, Entry, Parameters, Values } from '../language/vocabulary';
import type { Random } from '../random/random';
import type { Cost, ParameterSpec, Shape } from './parameters';

/** A parameter as its layer sees it; the resolver adds what the text and the activation decide. */
export interface LayerParameter extends Omit<
  ParameterSpec,
  'frozen' | 'regularizer' | 'initializer'
> {
  /** Fixed by the layer (a bias starts at zero); absent: `init:`, or what suits the activation. */
  readonly initializer?: BoundCall;
  /** Whether it stays as it starts, whatever the text says. */
  readonly fixed?: true;
}

/** What a layer says of itself once its arguments and input shapes are known. */
export interface LayerInference {
  readonly shape: Shape;
  readonly parameters: readonly LayerParameter[];
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
  readonly parameter: (name: string) => Value;
  /** The new value of a statistic after this step; only called in training. */
  readonly update: (name: string, value: Value) => void;
  /**
   * What the layer has left at the end of the segment before, zero at the start of a sequence: [N, ...shape]. Undefined where samples
   * stand alone.
   */
  readonly carried: (name: string, shape: Shape) => Value | undefined;
  /** What it leaves to the next segment. */
  readonly leave: (name: string, value: Value) => void;
  /** Tells what an entry that `attends` reads: shares [N, heads, steps, steps], a row for each step that reads. */
  readonly attend: (shares: Value) => void;
  /** A scalar that training adds to the loss. */
  readonly penalize: (value: Value) => void;
  /** Uniform numbers in [0, 1), fresh at each step, the same for the same seed, step and name on every provider. */
  readonly uniform: (shape: Value['type']['shape']) => Value;
}

export type { Family };

/** A layer of the catalogue: argument table, shape rule and lowering together. */
export interface LayerEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'layer' | 'branch';
  /** Absent where it has none of its own: it is drawn without a colour. */
  readonly family?: Family;
  /** Throws `ShapeError` when the inputs do not fit. */
  infer(values: Values<P>, inputs: readonly Shape[]): LayerInference;
  /** The first of the numbers of its only input that it gives on, one behind the other; absent: it computes others. */
  givesOn?(values: Values<P>): number;
  /** It can go on from segment to segment of a sequence. */
  readonly carries?: true;
  /** How many whole numbers, from 0, it knows as inputs; absent: it reads any numbers. */
  vocabulary?(values: Values<P>): number;
  /**
   * It computes W x + b of its only input, flattened, and nothing else; W is its parameter `weight`, [units, inputs], and b, where
   * it has one, `bias`.
   */
  readonly affine?: true;
  /**
   * Its output is linear in its only input and in its parameter `weight`, but for its parameter `bias`, where it has one, which is
   * added for each unit or each map. Here it says what its weights look like: [count, channels, height, width].
   */
  filters?(graph: GraphBuilder, weight: Value, values: Values<P>, inputs: readonly Shape[]): Value;
  /** Where its input and its output are images: what a place of the output reads of the input. */
  window?(values: Values<P>, inputs: readonly Shape[]): ImageWindow;
  /** The ends of what its outputs near for great sums, where it bends them itself. */
  range?(values: Values<P>): Range | undefined;
  /** Each step of its only input, [steps, features], reads shares of all steps, which `build` tells by `attend`. */
  attends?(values: Values<P>): Attends;
  /** It adds to the loss: it counts even where no output depends on it. */
  readonly penalizes?: true;
  build(context: LayerBuild<Values<P>>): Value;
  /**
   * Where ONNX has one operator for what `build` writes with several: the layer in use as a file of an opset says it. Undefined
   * where the opset has none.
   */
  exported?(context: LayerBuild<Values<P>>, opset: number): Value | undefined;
  /** Whether what is exported takes sequences of any length, though the network has one. */
  anyLength?(values: Values<P>, inputs: readonly Shape[], opset: number): boolean;
}

/** How steps read each other. */
export interface Attends {
  readonly heads: number;
  /** No step reads a later one. */
  readonly causal: boolean;
}

/** The ends of an interval: a unit near one of them is saturated. */
export type Range = readonly [low: number, high: number];

/** What the theory of vanishing gradients takes of an activation's derivative. */
export interface Derivative {
  /** No gradient is multiplied by more. */
  readonly greatest: number;
  /** The mean of its square at the start of training, where sums are small, and of both signs alike. */
  readonly meanSquare: number;
  /** Who has shown what follows for initial weights. */
  readonly source: string;
}

/** The numbers that stand for no and for yes. */
export type Levels = readonly [no: number, yes: number];

export interface ActivationEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'activation';
  /** The initializer that keeps the variance of signals through a layer with this activation. */
  readonly initializer: 'he' | 'glorot' | 'lecun';
  /** What a unit gives for no and for yes; −1 and 1 when left out. */
  readonly levels?: Levels;
  /** The ends of what it gives, which it nears for great inputs of both signs. */
  range?(values: Values<P>): Range;
  /** Its derivative, by what it gives. */
  slope?(graph: GraphBuilder, y: Value, values: Values<P>): Value;
  /** Absent where no such theory covers it. */
  derivative?(values: Values<P>): Derivative;
  /** It gives one of its levels, or a number between them at zero, and no gradient passes. */
  readonly threshold?: true;
  build(graph: GraphBuilder, x: Value, values: Values<P>): Value;
  /** As one operator of ONNX where `build` takes several; undefined where the opset has none. */
  exported?(graph: GraphBuilder, x: Value, values: Values<P>, opset: number): Value | undefined;
}

export interface InitializerEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'initializer';
  /** Draws one weight after the other. */
  sampler(
    values: Values<P>,
    parameter: Pick<ParameterSpec, 'fanIn' | 'fanOut'>,
    random: Random,
  ): () => number;
  /** Of the weights it draws, where it is known from their numbers of connections alone. */
  variance?(values: Values<P>, parameter: Pick<ParameterSpec, 'fanIn' | 'fanOut'>): number;
  /** Changes the weights once all are drawn, [rows, …]: what depends on the whole matrix. */
  finish?(values: Values<P>, weights: Float32Array, rows: number): void;
}

/** A layer whose weights are penalized, as far as a penalty may depend on it. */
export interface PenalizedLayer {
  readonly id: string;
  readonly entry: LayerEntry;
  readonly activations: readonly { readonly entry: ActivationEntry; readonly call: BoundCall }[];
}

export interface RegularizerEntry<P extends Parameters = Parameters> extends Entry<P> {
  readonly kind: 'regularizer';
  /** The scalar this parameter adds to the loss; `output` is what its layer gives for the batch, [N, …]. */
  build(
    graph: GraphBuilder,
    weight: Value,
    values: Values<P>,
    of: { readonly layer: PenalizedLayer; readonly output: Value },
  ): Value;
  /** Why it says nothing of a layer’s weights, and what to write instead; absent: it suits any. */
  objection?(layer: PenalizedLayer): string | undefined;
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
