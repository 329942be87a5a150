import { setTimeout as sleep } from 'node:timers/promises';
import { openDevice } from '../../src/compute/deviceCheck/openDevice';
import { median, significant } from '../statistics';
import { drawRandom, fillBatch } from '../workloads';
import type { Measure } from './measure';

/** Milliseconds of measuring each side in one turn, and of rest between: PyTorch's idle threads spin for about 100. */
const turn = 100;
const rest = 150;
/** At least so many turns, and at most so many steps in one. */
const leastTurns = 15;
const mostSteps = 500;

/**
 * A workload's step beside the peer's, in turns, so that both see the machine in the same moods; the ratio is the median of
 * those of the turns. Random numbers are made within the step on both sides; a training of ours has another thread make them ahead.
 */
export const steps: Measure = {
  onAnyDevice: true,
  async run(workload, { runtime, device, peer, ceiling, threads, steps: wanted }) {
    const fill = fillBatch.bind(undefined, workload);
    const { executor } = await openDevice({ runtime, ...workload }, device, fill);
    for (const slot of executor.slots) fill(slot);
    const run = async (count: number): Promise<number[]> => {
      const times: number[] = [];
      const rates = executor.slots.map(() => 0.01);
      while (times.length < count) {
        const start = performance.now();
        executor.slots.forEach((slot, i) => drawRandom(slot, times.length + i));
        await executor.run(rates, times.length + 1);
        const each = (performance.now() - start) / rates.length;
        times.push(...rates.map(() => each));
      }
      return times;
    };
    const compared = (await peer?.open(workload.name, workload.batch, threads, device !== 'cpu'))
      ? peer
      : undefined;
    const ours: number[] = [];
    const theirs: number[] = [];
    const products: number[] = [];
    try {
      await run(2);
      await compared?.run(2);
      const [once] = await run(1);
      const each = Math.max(1, Math.min(mostSteps, Math.round(turn / once)));
      while (ours.length < leastTurns || ours.length * each < wanted) {
        await run(1);
        ours.push(median(await run(each)));
        await sleep(rest);
        if (compared) {
          await compared.run(1);
          theirs.push(median(await compared.run(each)));
          await sleep(rest);
        }
        if (products.length < leastTurns) products.push(await ceiling.measure());
      }
    } finally {
      await executor.dispose();
    }
    const ratios = theirs.map((time, i) => ours[i] / time);
    return {
      ours: significant(median(ours)),
      pytorch: compared ? significant(median(theirs)) : null,
      ratioToPyTorch: compared ? significant(median(ratios)) : null,
      gflops: significant(workload.operations / median(ours) / 1e6),
      ceiling: significant(median(products)),
    };
  },
};
