import * as l10n from '@vscode/l10n';
import { formatPercent } from '../../src/text/numbers';
import type { PackedTensor } from '../../src/views/packed';
import type { Colouring } from '../featureMaps/paint';
import { headName, type Head } from './headName';
import { meanShares, mostRead } from './shares';
import { stepName, type Steps } from './steps';

/** What a step reads: the shares of all steps, for each head and in the mean of all. */
export interface Reading {
  readonly steps: Steps;
  readonly query: number;
  /** Steps behind the query cannot be read. */
  readonly causal: boolean;
  readonly heads: readonly HeadReading[];
}

export interface HeadReading {
  readonly head: Head;
  /** [steps] */
  readonly shares: Float32Array;
}

/** How a reading is shown. */
export interface ReadingProps {
  readonly reading: Reading;
  /** The query that is chosen: the reading of it may still be awaited. */
  readonly wanted: number;
  readonly chosen: Head;
  /** The colours of a head's shares. */
  readonly coloursOf: (head: Head) => Colouring;
  /** What the network was given. */
  readonly input: PackedTensor;
  readonly onQuery: (query: number) => void;
}

/** From shares [heads, steps]; the mean first. */
export const readingOf = (shares: Float32Array, count: number): readonly HeadReading[] => [
  { head: 'mean', shares: meanShares(shares, count) },
  ...Array.from({ length: shares.length / count }, (_, head) => ({
    head,
    shares: shares.subarray(head * count, (head + 1) * count),
  })),
];

/** Whether a step may be read at all. */
export const isRead = ({ causal, query }: Reading, step: number): boolean =>
  !causal || step <= query;

/** `Head 0: 42.0% from step 3 “e”, 20.0% from step 5 “t”` */
export function inWords({ steps }: Reading, { head, shares }: HeadReading, most = 3): string {
  const read = mostRead(shares, most).map((step) =>
    l10n.t('{0} from step {1}', formatPercent(shares[step] ?? 0, 1), stepName(steps, step)),
  );
  return l10n.t('{0}: {1}', headName(head), read.join(', '));
}
