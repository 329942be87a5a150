import type { ValueScope } from '../../language/evaluate';
import type { Shape } from '../parameters';

/** A layer (or the input) that others can read. */
export interface Source {
  readonly id: string;
  readonly shape: Shape;
}

/** A source that an error left without a shape: whatever reads it is not reported again. */
export const failed = Symbol('failed');

/** What stands above a statement: nothing at the start of a chain without an input. */
export type Above = Source | typeof failed | undefined;

/** Where a statement stands: the names it sees and the names its layers get. */
export interface Scope {
  /** `inception_1.` in a block instance. */
  readonly prefix: string;
  /** `_2` in the second turn of a repeat. */
  readonly suffix: string;
  readonly groups: readonly string[];
  /** Names of the blocks being instantiated, outermost first. */
  readonly blocks: readonly string[];
  /** Block parameters and `let`s. */
  readonly variables: ValueScope;
  readonly labels: Map<string, Source | typeof failed>;
  /** The scope around a repeat, whose labels are visible in it. */
  readonly outer?: Scope;
}

export function findLabel(scope: Scope, label: string): Source | typeof failed | undefined {
  return scope.labels.get(label) ?? (scope.outer && findLabel(scope.outer, label));
}

export function visibleLabels(scope: Scope): string[] {
  return [...scope.labels.keys(), ...(scope.outer ? visibleLabels(scope.outer) : [])];
}
