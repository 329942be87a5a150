import { Random } from '../random/random';
import { DataError } from './dataset';
import type { Samples } from './samples';
import { sharedBytes } from './stored';

/**
 * How many of `count` samples are tested on: `test`, a fraction below 1 or a count. Throws `bad-split` when none is left to train on;
 * `what` of `file` are samples.
 */
export function heldOutCount(count: number, test: number, file: string, what = 'samples'): number {
  const kept = Math.round(test < 1 ? test * count : test);
  if (kept < count) return kept;
  throw new DataError(
    'bad-split',
    `${file} has ${count} ${what}; \`test: ${test}\` leaves none to train on. Ask for fewer.`,
    file,
  );
}

/** Numbers of the samples to train and to test on, the latter chosen at random. Each part is in order. As `heldOutCount`. */
export function holdOut(
  count: number,
  test: number,
  seed: number,
  file: string,
  what?: string,
): { train: Int32Array; test: Int32Array } {
  const kept = heldOutCount(count, test, file, what);
  const order = Int32Array.from({ length: count }, (_, sample) => sample);
  new Random(seed, 'test').shuffle(order);
  return { train: order.subarray(kept).sort(), test: order.subarray(0, kept).sort() };
}

/**
 * Numbers of the samples to train on, `train` of `count` chosen at random, and of the others to test on, each in order; all are both
 * where all are to be trained on. Throws `bad-split` when there are not so many; `there` says how many there are.
 */
export function chooseTraining(
  count: number,
  train: number,
  random: Random,
  there: string,
): { train: Int32Array; test: Int32Array } {
  if (train > count)
    throw new DataError('bad-split', `${there}; \`train: ${train}\` asks for more. Ask for fewer.`);
  const order = Int32Array.from({ length: count }, (_, sample) => sample);
  if (train === count) return { train: order, test: order };
  random.shuffle(order);
  return { train: order.subarray(0, train).sort(), test: order.subarray(train).sort() };
}

/** The samples `members`, in memory of their own. */
export function pick({ count, inputs, targets }: Samples, members: Int32Array): Samples {
  const rows = <T extends Samples['inputs'] | Samples['targets']>(values: T): T => {
    const width = values.length / count;
    const constructor = values.constructor as new (buffer: ArrayBufferLike) => T;
    const { buffer } = sharedBytes(members.length * width * values.BYTES_PER_ELEMENT);
    const picked = new constructor(buffer);
    members.forEach((sample, i) => {
      picked.set(values.subarray(sample * width, (sample + 1) * width), i * width);
    });
    return picked;
  };
  return { count: members.length, inputs: rows(inputs), targets: rows(targets) };
}
