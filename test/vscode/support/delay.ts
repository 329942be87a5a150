import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The longest time for which this thread did nothing else, in milliseconds, while `work` lasts. */
export async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.max / 1e6 - 5;
}
