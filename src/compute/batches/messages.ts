import type { FeedPlan } from '../../data/feeder';
import type { DataPlan } from '../../data/plan';
import type { StoredDataset } from '../../data/stored';
import type { Work } from '../../data/samples';
import type { Failure } from '../protocol/protocol';
import type { BatchLengths } from './ring';

/** What the core and its data thread say to each other; both are of one build. */

export type Order =
  | {
      readonly kind: 'load';
      readonly plan: DataPlan;
      readonly notebookFolder: string;
      readonly seed: number;
      /** Has the same samples, split in another way. */
      readonly earlier?: StoredDataset;
    }
  /** Makes samples of another thread's data set as long as there are any. */
  | { readonly kind: 'help'; readonly work: Work }
  /** The last order a thread gets: it makes batches until it is ended. */
  | {
      readonly kind: 'feed';
      readonly dataset: StoredDataset;
      readonly plan: FeedPlan;
      readonly lengths: BatchLengths;
      readonly memory: SharedArrayBuffer;
    };

export type Report =
  | { readonly kind: 'work'; readonly work: Work }
  | { readonly kind: 'helped' }
  | { readonly kind: 'loaded'; readonly dataset: StoredDataset }
  | { readonly kind: 'failed'; readonly failure: Failure };
