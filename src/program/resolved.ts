import type { DataPlan } from '../data/plan';
import type { Expression } from '../language/syntax';
import type { Network } from '../network/network';

/** What the actions may refer to. `undefined` marks a definition with errors of its own. */
export interface Resolved {
  readonly networks: ReadonlyMap<string, Network | undefined>;
  readonly data: ReadonlyMap<string, DataPlan | undefined>;
}

/** What an action says behind its subject, by keyword: `on DATA`. */
export type BoundClauses = ReadonlyMap<string, Expression>;
