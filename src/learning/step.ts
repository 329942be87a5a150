import type { Network } from '../network/network';
import type { Normalization } from '../network/normalization';
import type { Targets } from './entries';
import type { TrainPlan } from './plan';
import type { Graph } from '../graph/builder';

/** What a learning rule builds: a graph the training loop can run without knowing the rule. */

/** A tensor that goes in and comes out of each step: a parameter or a piece of optimizer state. */
export interface StateTensor {
  /** `C1.weight`, or `C1.weight:velocity` for optimizer state. */
  readonly key: string;
  readonly kind: 'parameter' | 'optimizer';
  readonly shape: readonly number[];
  readonly input: string;
  readonly output: string;
}

/** State tensors that go in and come out as one vector, one behind the other. */
export interface StatePack {
  readonly input: string;
  readonly output: string;
  readonly keys: readonly string[];
}

/** Uniform numbers in [0, 1) the loop must supply at each step. */
export interface RandomInput {
  readonly input: string;
  readonly shape: readonly number[];
}

/** Names of a batch's inputs: samples, and one target for all heads. */
export interface BatchInputs {
  readonly samples: string;
  readonly targets: string;
}

export interface TrainingStep {
  readonly graph: Graph;
  readonly batch: number;
  readonly inputs: BatchInputs;
  readonly state: readonly StateTensor[];
  /** Which state tensors have no inputs and outputs of their own. */
  readonly packs?: readonly StatePack[];
  readonly random: readonly RandomInput[];
  /** Scalar float32 inputs set by the loop at each step: the learning rate, and the step's number counted from 1. */
  readonly scalars: { readonly rate: string; readonly step: string };
  readonly outputs: {
    /** Scalar: the weighted loss with regularization. */
    readonly loss: string;
    /** Scalar: the batch's number of right answers of the main head; absent for regression. */
    readonly correct?: string;
    /** Vector: ‖∂E/∂w‖₂ of each watched parameter, in the order of `watched`. */
    readonly gradients: string;
  };
  /** Keys of the parameters in `outputs.gradients`. */
  readonly watched: readonly string[];
}

/** Loss and right answers summed over a batch of any size; parameters go in, none come out. */
export interface EvaluationStep {
  readonly graph: Graph;
  readonly inputs: BatchInputs;
  readonly parameters: readonly { readonly key: string; readonly input: string }[];
  readonly outputs: {
    readonly lossSum: string;
    readonly correct?: string;
    readonly prediction: string;
  };
}

/** Gradients and activations of one batch, nothing updated. */
export interface InspectionStep {
  readonly graph: Graph;
  readonly inputs: BatchInputs;
  readonly parameters: readonly { readonly key: string; readonly input: string }[];
  /** For each layer, what is known of it; names are graph outputs. */
  readonly layers: readonly {
    readonly layer: string;
    /** The layer's output after its activation: [N, …]. */
    readonly activation: string;
    /** Scalars over the whole batch; `zeros` is the fraction of exact zeros. */
    readonly mean: string;
    readonly deviation: string;
    readonly zeros: string;
    /** ‖∂E/∂a‖₂ of the output; of the logits where the loss reads them (softmax with cross-entropy). */
    readonly activationGradient: string;
    /** ‖∂E/∂w‖₂ and ‖w‖₂ of each parameter. */
    readonly parameters: readonly {
      readonly key: string;
      readonly gradient: string;
      readonly norm: string;
    }[];
  }[];
}

/** What a step is built for, besides the network and the plan. */
export interface StepOptions {
  readonly batch: number;
  readonly normalization?: Normalization;
  readonly targets: Targets;
}

export type LearningRule = (
  network: Network,
  plan: TrainPlan,
  options: StepOptions,
) => TrainingStep;
