import { availableParallelism } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads';
import type { BatchBuffers, FeedPlan } from '../../data/feeder';
import { placeOf, type DataPlan } from '../../data/plan';
import type { StoredDataset } from '../../data/stored';
import type { Work } from '../../data/samples';
import { CoreError, coreError } from '../wire/error';
import { shortageIn } from '../wire/shortage';
import { BatchQueue } from './batchQueue';
import type { Order, Report } from './messages';
import { BatchRing } from './ring';

/** Threads that have nothing to do yet. */
const spare: DataThread[] = [];
/** Threads that make the samples of one data set. */
const makers = Math.min(availableParallelism(), 4);

/** A thread that loads a data set, helps another one with that, or makes the batches of one training. */
export class DataThread {
  private readonly worker = startWorker();
  private onReport: (report: Report) => void = () => undefined;

  private constructor() {
    this.worker.unref();
    this.worker.on('message', (report: Report) => this.onReport(report));
    const lost = (why: string): void => {
      if (spare.includes(this)) spare.splice(spare.indexOf(this), 1);
      const message = `The thread that reads the data ${why}.`;
      const { failure } = coreError('data-thread', message, shortageIn(why)?.hint ?? hint);
      this.onReport({ kind: 'failed', failure });
    };
    this.worker.on('error', (error) => lost(`failed: ${error.message}`));
    this.worker.on('exit', () => lost('ended'));
  }

  /** Gets so many threads ready for what will follow. */
  static prepare(count: number): void {
    while (spare.length < count) spare.push(new DataThread());
  }

  private static take(): DataThread {
    DataThread.prepare(1);
    return spare.shift()!;
  }

  /**
   * Loads a data set found from the notebook's folder, or splits the samples of an `earlier` one anew. Throws a `CoreError`
   * that points at the declaration.
   */
  static async load(
    path: string,
    plan: DataPlan,
    seed: number,
    earlier?: StoredDataset,
  ): Promise<StoredDataset> {
    const thread = DataThread.take();
    const helpers: DataThread[] = [];
    const report = await new Promise<Report>((resolve) => {
      thread.onReport = (told) => {
        if (told.kind === 'work') helpers.push(...DataThread.help(told.work, resolve));
        else resolve(told);
      };
      const order = { kind: 'load', plan, notebookFolder: dirname(path), seed } as const;
      thread.order({ ...order, ...(earlier && { earlier }) });
    });
    if (report.kind === 'loaded') {
      // One stays ready for the training that follows.
      for (const idle of [...helpers, ...spare.splice(0)]) idle.end().catch(console.error);
      thread.rest();
      return report.dataset;
    }
    await Promise.all([thread, ...helpers].map((failed) => failed.end()));
    if (report.kind !== 'failed') throw new Error(`a data thread reported \`${report.kind}\``);
    throw new CoreError({ ...report.failure, ...placeOf(plan, report.failure.code) });
  }

  /** All the other threads there can be, at work. */
  private static help(work: Work, onFailure: (report: Report) => void): DataThread[] {
    DataThread.prepare(makers - 1);
    return spare.splice(0).map((helper) => {
      helper.onReport = (report) => {
        if (report.kind === 'failed') onFailure(report);
      };
      helper.order({ kind: 'help', work });
      return helper;
    });
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
    const queue = new BatchQueue(ring, () => thread.end());
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

  private rest(): void {
    this.onReport = () => undefined;
    this.worker.unref();
    spare.push(this);
  }

  private async end(): Promise<void> {
    await this.worker.terminate();
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
