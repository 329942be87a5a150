import type { DataPlan } from '../data/plan';
import type { Probe } from '../data/source';
import type { LanguageError } from '../language/source';
import type { ActionStatement, Expression } from '../language/syntax';
import type { VerbEntry } from '../language/vocabulary';
import type { Network } from '../network/network';
import type { Definitions } from './definitions';
import type { Action, Program } from './program';
import type { Report } from './report';

/** What the actions may refer to. `undefined` marks a definition with errors of its own. */
export interface Resolved {
  readonly networks: ReadonlyMap<string, Network | undefined>;
  readonly data: ReadonlyMap<string, DataPlan | undefined>;
}

/** What an action is bound to. */
export interface Binding {
  readonly definitions: Definitions;
  readonly resolved: Resolved;
  readonly report: Report;
}

/** What an action says behind its subject, by keyword: `on DATA`. */
export type BoundClauses = ReadonlyMap<string, Expression>;

/** A verb: the words of its actions, and what they mean. Whoever carries them out is found by its name. */
export interface Verb<A extends Action = Action> extends VerbEntry {
  /** The kind of its results, by which they are shown. */
  readonly result: string;
  /** Asked to stop, it gives the result it has so far; what has no such part is not waited for. */
  readonly stopsWithResult?: true;
  /** Binds an action; undefined when it, or a definition it needs, has an error. */
  bind(statement: ActionStatement, clauses: BoundClauses, binding: Binding): A | undefined;
  /** What its result depends on besides the network: the same question has the same report in a run's folder. */
  question?(action: A): unknown;
  /** The file it writes, as written: relative to the notebook's folder. */
  writes?(action: A): string;
  /** The name of the data it uses. */
  dataOf?(action: A, program: Program): string | undefined;
  /** What is wrong with it in view of this data. */
  dataErrors?(action: A, data: DataPlan, found: Probe): readonly LanguageError[];
}
