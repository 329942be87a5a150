import { inOrder } from '../../data/batches';
import { targetSize, type Dataset, type SplitName } from '../../data/dataset';
import { perUnit } from '../../network/shapes';
import type { Normalization } from '../../network/normalization';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { loadRuntime, type Session, type Tensor } from '../devices/runtime';

/** Samples a file is run on at once. */
const batch = 64;

/** Which samples of a split, and how a file wants them. */
export interface Samples {
  readonly dataset: Dataset;
  readonly split: SplitName;
  /** The first of them, at most so many. */
  readonly atMost: number;
  /** How they are normalized where the file does not. */
  readonly normalization?: Normalization | undefined;
}

/** A batch, valid until the next one, and what the file gave for it. */
export interface Run {
  readonly indices: Int32Array;
  /** [batch, …], as the file got them. */
  readonly inputs: Float32Array;
  /** [batch, …] at the front. */
  readonly targets: Float32Array;
  readonly results: Readonly<Record<string, Tensor>>;
}

/** Runs a file on samples, batch by batch. */
export async function* runOnSamples(
  session: Session,
  outputs: readonly string[],
  { dataset, split: name, atMost, normalization }: Samples,
): AsyncGenerator<Run> {
  const { Tensor } = await loadRuntime();
  const { inputShape, splits, target } = dataset;
  const split = splits[name];
  const samples = new Float32Array(batch * elements(inputShape));
  const targets = new Float32Array(batch * elements(targetShape(targetSize(target))));
  const [input] = session.inputNames;
  for (const indices of inOrder(Math.min(split.count, atMost), batch, 1)) {
    split.gather(indices, samples, targets);
    const shape = [indices.length, ...inputShape];
    const given = samples.subarray(0, elements(shape));
    if (normalization) normalizeInPlace(given, inputShape, normalization);
    const feeds = { [input]: new Tensor('float32', given, shape) };
    yield {
      ...{ indices, inputs: given, targets },
      results: outputs.length > 0 ? await session.run(feeds, [...outputs]) : {},
    };
  }
}

function normalizeInPlace(
  samples: Float32Array,
  shape: readonly number[],
  { mean, scale }: Normalization,
): void {
  const units = perUnit(shape).slice(1);
  const unit = units.findIndex((length) => length > 1);
  const behind = unit < 0 ? 1 : elements(shape.slice(unit + 1));
  const of = (numbers: readonly number[], i: number): number =>
    numbers.length === 1 ? numbers[0] : numbers[Math.floor(i / behind) % numbers.length];
  samples.forEach((value, i) => (samples[i] = (value - of(mean, i)) * of(scale, i)));
}
