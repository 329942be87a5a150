import { targetSize, type Dataset, type Split, type SplitName } from '../../data/dataset';
import type { DataPlan } from '../../data/plan';
import { evenly } from '../../data/evenly';
import { sources } from '../../data/sources';
import type { Examination } from '../../runs/examination';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';

const heldOut = ['validation', 'test'] as const;
/** Samples of the other split that are compared, at most, and of the training split. */
const compared = 1000;
const trained = 50_000;
/** Samples of fewer numbers are alike by chance. */
const fewNumbers = 8;
/** Numbers of a sample that its digest is made of, at most; samples with equal digests are compared as a whole. */
const digested = 48;
const chunk = 256;

/** What is known of data sets in use: trainings one after the other compare the same samples. */
const known = new WeakMap<Dataset, Examination['overlap']>();

/** How many samples of the validation split, or else of the test split, are training samples, too; undefined where there are none. */
export function overlapOf(
  dataset: Dataset,
  plan: Pick<DataPlan, 'source'>,
): Examination['overlap'] {
  if (!known.has(dataset)) known.set(dataset, compare(dataset, plan));
  return known.get(dataset);
}

function compare(dataset: Dataset, { source }: Pick<DataPlan, 'source'>): Examination['overlap'] {
  const { splits, inputShape } = dataset;
  const held = sources.of(source).isComplete ? (['validation'] as const) : heldOut;
  const split = held.find((name) => splits[name].count > 0);
  const size = elements(inputShape);
  if (!split || size < fewNumbers || dataset.segments > 1) return undefined;
  const kept = new Map<number, Float32Array[]>();
  let of = 0;
  for (const sample of samplesOf(dataset, split, compared)) {
    const digest = digestOf(sample);
    kept.set(digest, [...(kept.get(digest) ?? []), sample.slice()]);
    of++;
  }
  const found = new Set<Float32Array>();
  for (const sample of samplesOf(dataset, 'train', trained))
    for (const other of kept.get(digestOf(sample)) ?? [])
      if (!found.has(other) && sample.every((number, i) => number === other[i])) found.add(other);
  return { split, found: found.size, of };
}

/** Up to so many samples of a split, evenly spread over it; each is valid until the next. */
function* samplesOf(dataset: Dataset, name: SplitName, atMost: number): Generator<Float32Array> {
  const split: Split = dataset.splits[name];
  const size = elements(dataset.inputShape);
  const inputs = new Float32Array(chunk * size);
  const targets = new Float32Array(chunk * elements(targetShape(targetSize(dataset.target))));
  const indices = evenly(split.count, atMost);
  for (let from = 0; from < indices.length; from += chunk) {
    const part = indices.subarray(from, from + chunk);
    split.gather(part, inputs, targets);
    for (let i = 0; i < part.length; i++) yield inputs.subarray(i * size, (i + 1) * size);
  }
}

/** FNV-1a over the bits of numbers evenly spread over a sample. */
function digestOf(sample: Float32Array): number {
  const bits = new Uint32Array(sample.buffer, sample.byteOffset, sample.length);
  const stride = Math.max(1, sample.length / digested);
  let hash = 0x811c9dc5;
  for (let at = 0; at < bits.length; at += stride)
    hash = Math.imul(hash ^ bits[Math.floor(at)], 0x01000193);
  return hash;
}
