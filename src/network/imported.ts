import type { GraphBuilder } from '../graph/builder';
import type { Family } from '../graph/family';
import type { Dimension, Value } from '../graph/graph';
import type { NetworkSource } from './network';
import type { Shape } from './parameters';

/** A network from a file, in the form the resolver needs: whatever can read the file makes one. */
export interface ImportedNetwork {
  readonly source: Omit<NetworkSource, 'location'>;
  readonly inputs: readonly {
    readonly name: string;
    readonly dataType: string;
    /** Without the batch axis; a name stands for a length that the file leaves open. */
    readonly shape: readonly Dimension[];
  }[];
  /** Names of tensors. */
  readonly outputs: readonly string[];
  readonly parameters: readonly ImportedParameter[];
  /** Its nodes for samples of a shape, each after those it reads. Throws `LanguageError`. */
  layers(shape: Shape): readonly ImportedLayer[];
}

export interface ImportedParameter {
  readonly name: string;
  readonly shape: Shape;
  /** Absent while the file is pending. */
  readonly values?: Float32Array;
  /** Names of the nodes that read it. */
  readonly readers: readonly string[];
  /** Whether regularization applies to it. */
  readonly penalized: boolean;
}

/** One node as a layer with one output. */
export interface ImportedLayer {
  readonly name: string;
  readonly operator: string;
  readonly family: Family;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Name of its output. */
  readonly tensor: string;
  /** Names of the tensors it reads: outputs of other layers, or the input. */
  readonly inputs: readonly string[];
  readonly parameters: readonly string[];
  readonly shape: Shape;
  readonly multiplyAdds: number;
  /** The activation of the catalogue that it is. */
  readonly activation?: string;
  build(graph: GraphBuilder, inputs: readonly Value[], parameter: (name: string) => Value): Value;
}
