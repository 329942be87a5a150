import type { BoundCall, BoundValues } from '../language/vocabulary';
import type { Location } from '../language/source';
import type { Clipping } from './clipping';

/** How the symbols of a sequence are found; a class of that name is none. */
export interface Decoding {
  readonly by: 'viterbi' | 'greedy';
  readonly ignore?: string;
}

/** A `train` action with its words bound: everything the step builder and the training loop need. */
export interface TrainPlan {
  readonly network: string;
  readonly data: string;
  /** The learning rule; `backprop` when left out. */
  readonly rule?: BoundCall;
  /** Names of measures to be told besides those of the rule. */
  readonly watch?: readonly BoundCall[];
  /** The phases in the text, in order; then the settings above are what they have in common. */
  readonly phases?: readonly TrainPlan[];
  /** Its name, where it is one of several phases, and the layers it trains; absent: all. */
  readonly phase?: string;
  readonly layers?: readonly string[];
  readonly loss: BoundCall;
  readonly optimizer: BoundCall;
  readonly schedule: BoundCall;
  readonly stop?: BoundCall;
  readonly epochs: number;
  /** Overrides the data declaration's batch. */
  readonly batch?: number;
  readonly seed: number;
  readonly regularize?: BoundCall;
  /** Gradients brought within a bound before the optimizer sees them. */
  readonly clip?: Clipping;
  /** The greatest norm of the incoming weights of a unit. */
  readonly maxNorm?: number;
  /** Parameters are moving averages, over about 1 / (1 − decay) updates, of those trained. */
  readonly average?: { readonly decay: number };
  /** Batches whose mean gradient makes one update; 1 when left out. */
  readonly accumulate?: number;
  /** Recurrent layers go on from segment to segment of a sequence. */
  readonly carry?: true;
  /** How the symbols of sequences are found in the outputs for their steps. */
  readonly decode?: Decoding;
  /** Of a text it learns: so many characters are written after some of the epochs. */
  readonly write?: number;
  /** The values of settings that have no place of their own, by name. */
  readonly settings?: Readonly<Record<string, BoundValues>>;
  readonly location: Location;
}
