import { parentPort } from 'node:worker_threads';
import { BatchFeeder } from '../../data/feeder';
import { helpWith, loadStored } from '../../data/load';
import { openDataset } from '../../data/stored';
import type { Work } from '../../data/samples';
import { toFailure } from '../wire/error';
import type { Order, Report } from './messages';
import { BatchRing } from './ring';

/** The data thread: loads data sets and makes batches ahead of the training. */

const tell = (report: Report): void => parentPort?.postMessage(report);

async function carryOut(order: Order): Promise<void> {
  switch (order.kind) {
    case 'load': {
      const { plan, notebookFolder, seed, earlier } = order;
      const share = (work: Work) => tell({ kind: 'work', work });
      const context = { notebookFolder, environment: process.env, seed, share };
      return tell({ kind: 'loaded', dataset: await loadStored(plan, context, earlier) });
    }
    case 'help':
      helpWith(order.work);
      return tell({ kind: 'helped' });
    case 'feed': {
      const feeder = new BatchFeeder(openDataset(order.dataset), order.plan);
      const ring = new BatchRing(order.lengths, order.memory);
      for (;;) {
        ring.awaitSlot();
        feeder.fill(ring.toFill);
        ring.put();
      }
    }
  }
}

parentPort?.on('message', (order: Order) => {
  carryOut(order).catch((error: unknown) => tell({ kind: 'failed', failure: toFailure(error) }));
});
