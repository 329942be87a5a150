import type { Location } from '../language/source';
import type { BoundCall } from '../language/vocabulary';
import type { ActivationEntry, LayerEntry } from './entries';
import type { Cost, ParameterSpec, Shape, SharedParameter } from './parameters';

/** One resolved layer of a network: a row of the layer table, a box of the layer graph. */
export interface Layer {
  /** The label if there is one, else the operator's name with a number: `conv_2`. Unique in the network. */
  readonly id: string;
  readonly labelled: boolean;
  readonly entry: LayerEntry;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly activations: readonly { readonly entry: ActivationEntry; readonly call: BoundCall }[];
  /** Ids of the layers it reads. */
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Those of its own. */
  readonly parameters: readonly ParameterSpec[];
  /** Those of other layers, by the name they have here. */
  readonly shared?: ReadonlyMap<string, SharedParameter>;
  readonly cost: Cost;
  /**
   * Set on heads; one of weight 0 is not trained. The name of a `stored` one is from the network's file: exported models
   * keep it.
   */
  readonly output?: { readonly name: string; readonly weight: number; readonly stored?: true };
  /** Names of the blocks, branches and repeats around it, outermost first: the folds of the layer graph. */
  readonly groups: readonly string[];
  /** Set where it behaves as in inference while others are trained. */
  readonly inference?: true;
  /** Set where it is a node of the network's file: then no line of the text stands for it alone. */
  readonly stored?: true;
  readonly location: Location;
}

/** The file a network is from. */
export interface NetworkSource {
  /** As written in the notebook. */
  readonly file: string;
  /** SHA-256 of its bytes; while it is pending, of what it will hold. */
  readonly hash: string;
  /** None while it is pending. */
  readonly bytes: Uint8Array;
  /** Set while an action above has yet to write it, with what to say to whoever needs it: its parameters have no values. */
  readonly pending?: { readonly message: string; readonly hint: string };
  /** What it is, in Markdown. */
  readonly description: string;
  readonly location: Location;
}

/** A file that parameters start with. */
export type WeightsFile = Pick<NetworkSource, 'file' | 'hash' | 'bytes'>;

export interface Network {
  readonly name: string;
  /** The input's name in the text (`image`) and in the exported model. */
  readonly input: { readonly name: string; readonly shape: Shape; readonly location: Location };
  /** In an order in which every layer comes after the layers it reads; the input has the id `input`. */
  readonly layers: readonly Layer[];
  /** The heads, those of greater weight first; the first is the main one. */
  readonly outputs: readonly Layer[];
  readonly source?: NetworkSource;
  /** Files that `init: file(…)` names. */
  readonly weights?: readonly WeightsFile[];
  readonly location: Location;
  /** Where the blocks in use, branches and repeats stand that `groups` of layers name. */
  readonly sites?: ReadonlyMap<string, Location>;
}

/** Key of a parameter in checkpoints and graphs. */
export const parameterKey = (layer: Layer, { key, name }: ParameterSpec): string =>
  key ?? `${layer.id}.${name}`;
