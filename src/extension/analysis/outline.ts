import type { Diagnostic, Location } from '../../language/source';
import type { ActionStatement } from '../../language/syntax';
import type { DataPayload } from '../../views/payloads';

/** What a notebook says, without the layers of its networks: little, however large they are. */
export interface Outline {
  readonly diagnostics: readonly Diagnostic[];
  /** What a run of each code cell does. */
  readonly cells: readonly (readonly OutlineStatement[])[];
  /** What each code cell says by itself; see `Meanings`. */
  readonly meanings: readonly string[];
  /** Some network is from a file. */
  readonly readsModels: boolean;
}

/** A statement that a run of its cell does; what has errors lacks its result. */
export type OutlineStatement = {
  /** Alike for texts that say the same, with all that they depend on. */
  readonly meaning: string;
} & (
  | { readonly kind: 'data'; readonly payload?: DataPayload }
  | { readonly kind: 'network'; readonly name: string; readonly isComplete: boolean }
  | {
      readonly kind: 'action';
      readonly verb: ActionStatement['verb'];
      readonly subject: string;
      readonly action?: OutlineAction;
    }
);

/** An action that can run, and what its verb says of it. */
export interface OutlineAction {
  readonly kind: string;
  /** Its number among the actions of the program. */
  readonly index: number;
  readonly cell: number;
  readonly location: Location;
  /** As written. */
  readonly text: string;
  readonly network: string;
  /** The kind of its result. */
  readonly result: string;
  readonly stopsWithResult: boolean;
  /** What its result depends on besides the network; absent: it is not kept. */
  readonly question?: unknown;
  /** The file it writes, as written. */
  readonly writes?: string;
}

/** The actions that can run, in the order of the text. */
export const actionsOf = ({ cells }: Outline): readonly OutlineAction[] =>
  cells.flat().flatMap((one) => (one.kind === 'action' && one.action) || []);

/** The networks without errors. */
export const networksOf = ({ cells }: Outline): readonly string[] =>
  cells.flat().flatMap((one) => (one.kind === 'network' && one.isComplete ? one.name : []));

export const firstError = ({ diagnostics }: Outline): Diagnostic | undefined =>
  diagnostics.find(({ severity }) => severity === 'error');
