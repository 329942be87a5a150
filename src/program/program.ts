import type { DataPlan } from '../data/plan';
import type { Diagnostic, Location } from '../language/source';
import type { Statement } from '../language/syntax';
import type { Layer, Network } from '../network/network';

/** A statement that asks for something to be done, bound; `kind` is its verb. What else it says the verb declares. */
export interface Action {
  readonly kind: string;
  readonly cell: number;
  readonly location: Location;
  readonly network: Network;
}

/** A notebook understood as a whole. Definitions are visible everywhere; actions keep their order. */
export interface Program {
  /** The statements of each code cell. */
  readonly cells: readonly (readonly Statement[])[];
  readonly diagnostics: readonly Diagnostic[];
  readonly networks: ReadonlyMap<string, Network>;
  /** All layers whose shapes are known, those of networks with errors too. */
  readonly layers: readonly Layer[];
  readonly data: ReadonlyMap<string, DataPlan>;
  /** Only those free of errors, so that what is here can run. */
  readonly actions: readonly Action[];
}
