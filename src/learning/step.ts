import type { Normalization } from '../network/normalization';
import type { Targets } from './entries';
import type { Measure } from './measures/measure';
import type { Graph } from '../graph/builder';

/** What a learning rule builds: a graph the training loop can run without knowing the rule. */

/** A tensor that goes in and comes out of each step: a parameter, or what the rule or its optimizer remembers. */
export interface StateTensor {
  /** `C1.weight`, or `C1.weight:velocity` for what is remembered. */
  readonly key: string;
  readonly kind: 'parameter' | 'state';
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

/** A measure as a step computes it. */
export interface StepMeasure extends Measure {
  /** The graph's output: a scalar, or a vector of one number for each of `items`. */
  readonly output: string;
  /** The output is a sum over so many samples; 1 when left out. */
  readonly divisor?: number;
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
  /** What each step tells; the first one with a goal is what the rule pursues. */
  readonly measures: readonly StepMeasure[];
  /** What state starts with, by key, where it is not zero and not given. */
  readonly initial?: ReadonlyMap<string, Float32Array>;
}

/** A tensor that an evaluation gives on from segment to segment. */
export interface CarriedTensor {
  /** Without the batch axis. */
  readonly shape: readonly number[];
  readonly input: string;
  readonly output: string;
}

/** Measures of a batch of any size, in inference behaviour; parameters go in, none come out. */
export interface EvaluationStep {
  readonly graph: Graph;
  readonly inputs: BatchInputs;
  readonly parameters: readonly { readonly key: string; readonly input: string }[];
  /** What goes on from a batch of segments to that of the next ones, zero for the first: [N, ...shape]. */
  readonly carried: readonly CarriedTensor[];
  /** Each output is a sum over the batch. */
  readonly measures: readonly StepMeasure[];
  /** An output with how many rows count in the batch, which means are over; absent: all its samples. */
  readonly weight?: string;
  /** The main head's answers, [N, …]. */
  readonly prediction: string;
  /** Images that show what was learned. */
  readonly pictures: readonly Picture[];
  /** The samples of a split follow each other: each is a segment of one sequence. */
  readonly series?: Series;
}

/** Images of what a network has learned, as an evaluation computes them. */
export interface Picture {
  /** `filters` */
  readonly name: string;
  readonly caption: string;
  /** The graph's output: [count, channels, height, width]. */
  readonly output: string;
  /** How many images there are, where these are the first of more. */
  readonly total?: number;
}

/** Gradients and outputs of one batch, nothing updated. */
export interface InspectionStep {
  readonly graph: Graph;
  readonly inputs: BatchInputs;
  readonly parameters: readonly { readonly key: string; readonly input: string }[];
  /** For each layer, what is known of it; names are graph outputs. */
  readonly layers: readonly {
    readonly layer: string;
    /** The layer's output after its activation: [N, …]. */
    readonly activation: string;
    /**
     * ‖∂E/∂a‖₂ of the output; of the logits where the loss reads them (softmax with cross-entropy). Absent, as below, where the
     * rule follows no gradient.
     */
    readonly activationGradient?: string;
    /** ‖∂E/∂w‖₂ and ‖w‖₂ of each parameter. */
    readonly parameters: readonly {
      readonly key: string;
      readonly gradient?: string;
      readonly norm: string;
    }[];
  }[];
}

/** Samples that follow each other in time: layers with a state carry it on. */
export interface Series {
  /** So many first ones are not measured, since the state before them is not known. */
  readonly washout: number;
}

/** What a step is built for, besides the network and the plan. */
export interface StepOptions {
  readonly batch: number;
  readonly normalization?: Normalization;
  readonly targets: Targets;
  /** Batches in which sequences go by, a segment in each, what layers leave going on to the next; absent: samples stand alone. */
  readonly segments?: number;
}
