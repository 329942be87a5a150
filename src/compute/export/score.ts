import type { SplitName } from '../../data/dataset';
import { forBoth, isOneOfTwo, levelsOf } from '../../learning/losses/heads';
import type { Network } from '../../network/network';
import { firstGreatest } from '../evaluation/ranking';
import { rowsOf } from '../evaluation/rows';
import { createSession, loadRuntime, type Model } from '../devices/runtime';
import { runOnSamples, type Samples } from './samples';

/** How good the answers of a file are. */
export interface Score {
  readonly split: SplitName;
  readonly samples: number;
  /** The fraction of right classes, or the mean squared error of values. */
  readonly measure: 'accuracy' | 'error';
  readonly value: number;
}

/** Scores the main output of a file on samples; `logits` of one unit tell two classes apart at zero. */
export async function scoreOf(
  network: Network,
  model: Model,
  output: string,
  samples: Samples,
  logits: boolean,
): Promise<Score> {
  const { dataset, split } = samples;
  const { target } = dataset;
  const [head] = network.outputs;
  const units = head.shape.at(-1)!;
  const isOne = isOneOfTwo({ kind: target.kind, count: target.names.length }, units);
  const levels = logits ? ([-1, 1] as const) : levelsOf(head);
  const isRight = (given: Float32Array, wanted: Float32Array): boolean =>
    firstGreatest(isOne ? forBoth(levels, given[0]) : given) === wanted.indexOf(1);
  const session = await createSession(await loadRuntime(), model, 'cpu');
  let [total, count] = [0, 0];
  try {
    for await (const { results, ...batch } of runOnSamples(session, [output], samples)) {
      const given = results[output].data as Float32Array;
      for (const { row, wanted } of rowsOf(dataset, batch, 0)) {
        const answer = given.subarray(row * units, (row + 1) * units);
        total +=
          target.kind === 'classes' ? Number(isRight(answer, wanted)) : squared(answer, wanted);
        count++;
      }
    }
  } finally {
    await session.release();
  }
  const measure = target.kind === 'classes' ? 'accuracy' : 'error';
  return { split, samples: count, measure, value: total / count };
}

const squared = (given: Float32Array, wanted: Float32Array): number =>
  given.reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0) / given.length;
