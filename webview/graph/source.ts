import type { Family, LayerRow } from '../../src/views/payloads';

/** How a box is coloured. */
export type BoxFamily = Family | 'input' | 'group';

/** The length of an axis; a name where the file leaves it open. */
export type Length = number | string;

/** A layer as the graph draws it: of a network, or a node of a file. */
export interface GraphLayer extends Omit<LayerRow, 'shape' | 'window' | 'backward'> {
  readonly shape: readonly Length[];
  /** Why it cannot be part of a network. */
  readonly problem?: string;
}

/** What the graph draws: a network, or the nodes of a file. */
export interface GraphSource {
  readonly name: string;
  readonly input: { readonly name: string; readonly shape: readonly Length[] };
  /** Each after those it reads. */
  readonly layers: readonly GraphLayer[];
}
