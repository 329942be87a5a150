import { setTimeout as sleep } from 'node:timers/promises';
import { openDevice } from '../src/compute/devices';
import type { Runtime } from '../src/compute/runtime';
import type { openCeiling } from './ceiling';
import type { TorchPeer } from './peer';
import { fillBatch, type Workload } from './workloads';

export interface Result {
  readonly workload: string;
  readonly batch: number;
  /** Milliseconds of a step: medians. */
  readonly ours: number;
  readonly pytorch: number | null;
  readonly ratioToPyTorch: number | null;
  readonly gflops: number;
  readonly ceiling: number;
}

export interface MeasureOptions {
  readonly runtime: Runtime;
  readonly peer: TorchPeer | undefined;
  readonly ceiling: Awaited<ReturnType<typeof openCeiling>>;
  readonly threads: number;
  readonly steps: number;
}

/** Milliseconds of measuring each side in one turn, and of rest between, until idle threads stop spinning. */
const turn = 100;
const rest = 25;
/** At least so many turns, and at most so many steps in one. */
const leastTurns = 7;
const mostSteps = 500;

/** Times a workload's step beside the peer's, in turns, so that both see the machine in the same moods. */
export async function measure(
  workload: Workload,
  { runtime, peer, ceiling, threads, steps }: MeasureOptions,
): Promise<Result> {
  const fill = fillBatch.bind(undefined, workload);
  const { executor } = await openDevice({ runtime, ...workload }, 'cpu', fill);
  fill(executor);
  const run = async (count: number): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      await executor.step(0.01, i + 1);
      times.push(performance.now() - start);
    }
    return times;
  };
  const compared = (await peer?.open(workload.name, workload.batch, threads)) ? peer : undefined;
  const ours: number[] = [];
  const theirs: number[] = [];
  const products: number[] = [];
  try {
    await run(2);
    await compared?.run(2);
    const [once] = await run(1);
    const each = Math.max(1, Math.min(mostSteps, Math.round(turn / once)));
    for (let turns = 0; turns < leastTurns || ours.length < steps; turns++) {
      await run(1);
      ours.push(...(await run(each)));
      await sleep(rest);
      await compared?.run(1);
      theirs.push(...((await compared?.run(each)) ?? []));
      await sleep(rest);
      if (products.length < 7) products.push(await ceiling.measure());
    }
  } finally {
    await executor.dispose();
  }
  const pytorch = compared ? median(theirs) : null;
  return {
    workload: workload.name,
    batch: workload.batch,
    ours: round(median(ours)),
    pytorch: pytorch === null ? null : round(pytorch),
    ratioToPyTorch: pytorch === null ? null : round(median(ours) / pytorch),
    gflops: round(workload.operations / median(ours) / 1e6),
    ceiling: round(median(products)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

const round = (value: number): number => Number(value.toPrecision(4));
