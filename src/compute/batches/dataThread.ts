import { dirname, extname, join } from 'node:path';
import { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads';
import type { BatchBuffers, FeedPlan } from '../../data/feeder';
import type { DataPlan } from '../../data/plan';
import type { StoredDataset } from '../../data/stored';
import { CoreError, coreError } from '../error';
import { BatchQueue } from './batchQueue';
import type { Order, Report } from './messages';
import { BatchRing } from './ring';

/** A thread that has nothing to do yet. */
let spare: DataThread | undefined;

/** A thread that loads a data set, or makes the batches of one training. */
export class DataThread {
  private readonly worker: Worker;
  private onReport: (report: Report) => void = () => undefined;

  private constructor() {
    this.worker = startWorker();
    this.worker.unref();
    this.worker.on('message', (report: Report) => this.onReport(report));
    const lost = (why: string): void => {
      if (spare === this) spare = undefined;
      const { failure } = coreError('data-thread', `The thread that reads the data ${why}.`, hint);
      this.onReport({ kind: 'failed', failure });
    };
    this.worker.on('error', (error) => lost(`failed: ${error.message}`));
    this.worker.on('exit', () => lost('ended'));
  }

  /** Gets a thread ready for what will follow. */
  static prepare(): void {
    spare ??= new DataThread();
  }

  private static take(): DataThread {
    DataThread.prepare();
    const thread = spare!;
    spare = undefined;
    return thread;
  }

  /** Loads a data set found from the notebook's folder. Throws a `CoreError` that points at the declaration. */
  static async load(path: string, plan: DataPlan, seed: number): Promise<StoredDataset> {
    const thread = DataThread.take();
    const report = await new Promise<Report>((resolve) => {
      thread.onReport = resolve;
      thread.order({ kind: 'load', plan, notebookFolder: dirname(path), seed });
    });
    thread.onReport = () => undefined;
    if (report.kind === 'loaded' && !spare) {
      spare = thread;
      thread.worker.unref();
    } else await thread.worker.terminate();
    if (report.kind === 'loaded') return report.dataset;
    throw new CoreError({ ...report.failure, ...plan.location });
  }

  /** Begins to make the batches of a training, for arrays like `like`. */
  static feed(
    dataset: StoredDataset,
    location: DataPlan['location'],
    plan: FeedPlan,
    like: BatchBuffers,
  ): BatchQueue {
    const thread = DataThread.take();
    const ring = new BatchRing({
      samples: like.samples.length,
      targets: like.targets.length,
      random: new Map([...like.random].map(([name, { length }]) => [name, length])),
    });
    const queue = new BatchQueue(ring, async () => {
      await thread.worker.terminate();
    });
    thread.onReport = (report) => {
      if (report.kind === 'failed') queue.fail(new CoreError({ ...report.failure, ...location }));
    };
    const { lengths, memory } = ring;
    thread.order({ kind: 'feed', dataset, plan, lengths, memory });
    return queue;
  }

  private order(order: Order): void {
    this.worker.ref();
    this.worker.postMessage(order);
  }
}

/** Bundled beside the core; in tests of the sources it is the source itself. */
function startWorker(): Worker {
  const file = join(__dirname, `dataWorker${extname(__filename)}`);
  const options: WorkerOptions = { env: SHARE_ENV, name: 'data' };
  if (extname(file) === '.js') return new Worker(file, options);
  return new Worker(`require('tsx/cjs'); require(${JSON.stringify(file)})`, {
    ...options,
    eval: true,
  });
}

const hint = 'Train again; if it happens again, use fewer or smaller samples, and report it.';
