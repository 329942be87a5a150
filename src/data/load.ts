import { createHash } from 'node:crypto';
import { Random } from '../random/random';
import { assertAugmentable } from './augment/augmenter';
import { normalizations } from './normalization';
import { sources } from './sources';
import { DataError, type Dataset } from './dataset';
import type { DataPlan } from './plan';
import {
  breathe,
  type DataContext,
  type MadeSource,
  type Probe,
  type SourceContext,
  type SourceData,
} from './source';
import type { FileVersion, Samples, Work } from './samples';
import { cutForm, cutOf, type SampleForm } from './segments';
import { statistics } from './statistics';
import { assertStepTargets } from './stepTargets';
import { help } from './work';
import { probeTransformed, transformed } from './transforms';
import type { UsedSamples } from './transforms/transform';
import { openDataset, share, type StoredDataset } from './stored';

/** Loads, splits and measures a data set; throws `DataError`, or the signal's reason when cancelled. */
export const loadDataset = async (plan: DataPlan, context: DataContext): Promise<Dataset> =>
  openDataset(await loadStored(plan, context));

/** The same as plain data, for other threads; `earlier` holds the samples when it is of the same source. */
export async function loadStored(
  plan: DataPlan,
  context: DataContext,
  earlier?: StoredDataset,
): Promise<StoredDataset> {
  context.signal?.throwIfAborted();
  const data = earlier ? { ...earlier, ...earlier.source } : await read(plan, context);
  const { inputShape, features, target, files, train, test } = data;
  const members = splitOff(plan, train.count, context.seed);
  const { transforms = [] } = plan;
  const named = features && { features };
  const source = { inputShape, ...named, target: withLevels(target, data), train, test, members };
  const used = await transformed(source, transforms, context);
  const cut = cutOf(plan, used.inputShape, target.steps);
  assertStepTargets(plan.name, used, cut);
  const form = { ...used, ...(cut && { cut }) };
  return {
    name: plan.name,
    ...form,
    ...(transforms.length > 0 && { source: { inputShape, ...named, train, test } }),
    files,
    normalization: await normalization(plan, used, context),
    batch: Math.min(plan.batch, used.members.train.length * cutForm(form).segments),
    hash: await hash({ ...data, ...(cut && { cut }) }, plan, context),
  };
}

/** The samples of a source. */
async function read(
  { source }: DataPlan,
  given: DataContext,
): Promise<SourceData & Pick<StoredDataset, 'files'>> {
  const files: FileVersion[] = [];
  const context = withSources({ ...given, onRead: (file) => files.push(file) });
  const data = await sources.of(source).load(source.arguments as never, context);
  return { ...data, train: share(data.train), test: share(data.test), files };
}

/** Lets a source use others. */
export const withSources = (context: DataContext): SourceContext => ({
  ...context,
  sourceOf: (call) => sources.of(call),
});

/** Takes part in what another thread loads. */
export const helpWith = (work: Work): void => help(sources.of(work.source) as MadeSource, work);

/** What is known without loading, to check a network against its data while it is being written. */
export async function probe(plan: DataPlan, context: DataContext): Promise<Probe | undefined> {
  const { source } = plan;
  const found = await sources.of(source).probe(source.arguments as never, withSources(context));
  if (!found) return undefined;
  if (found.samples) assertSplittable(plan, found.samples.train);
  const used = probeTransformed(found, plan.transforms ?? []);
  assertAugmentable(plan.augment ?? [], used.inputShape);
  return cutProbe(plan, used);
}

/** What a probe has found, as the plan cuts it. */
function cutProbe(plan: DataPlan, found: Probe): Probe {
  const { inputShape, steps } = found;
  const cut = cutOf(plan, inputShape, steps);
  if (!cut) return found;
  const form = cutForm({ inputShape, target: { kind: 'classes', names: [] }, cut });
  return { ...found, inputShape: form.inputShape, steps: cut.steps, segments: form.segments };
}

/** Throws a `DataError` when validation takes all of the `count` training samples. */
function assertSplittable({ name, validation }: DataPlan, count: number): void {
  if (validation < count) return;
  throw new DataError(
    'bad-validation',
    `\`split validation ${validation}\` leaves no samples to train on: the training split of \`${name}\` has ` +
      `${count}. Take fewer than that.`,
  );
}

/** Training and validation samples, drawn at random by seed; each part in the source's order. */
function splitOff(plan: DataPlan, count: number, seed: number): StoredDataset['members'] {
  assertSplittable(plan, count);
  const order = Int32Array.from({ length: count }, (_, sample) => sample);
  if (plan.validation > 0) new Random(seed, 'validation').shuffle(order);
  const validation = order.slice(0, plan.validation).sort();
  return { train: order.slice(plan.validation).sort(), validation };
}

/** Values that are all 0 and 1, or −1 and 1, are answers that are right or wrong. */
function withLevels(target: Dataset['target'], { train, test }: SourceData): Dataset['target'] {
  if (target.kind !== 'values') return target;
  const levels = (
    [
      [0, 1],
      [-1, 1],
    ] as const
  ).find(([no, yes]) =>
    [train, test].every(({ targets }) =>
      targets.every((value) => value === no || value === yes || Number.isNaN(value)),
    ),
  );
  return levels ? { ...target, levels } : target;
}

async function normalization(
  plan: DataPlan,
  { train, inputShape, members }: UsedSamples,
  context: DataContext,
): Promise<Dataset['normalization']> {
  const entry = normalizations.of(plan.normalization);
  if (entry.fixed) return entry.fixed(plan.normalization.arguments as never, inputShape);
  if (!entry.fit) return { mean: [0], scale: [1] };
  const measured = await statistics(train, members.train, inputShape, context);
  return entry.fit(plan.normalization.arguments as never, measured);
}

/**
 * SHA-256 of all samples of the source, their shape and names, how they are cut, the size of the validation split, and what is done
 * to them.
 */
async function hash(
  data: SourceData & Pick<SampleForm, 'cut'>,
  plan: DataPlan,
  context: DataContext,
): Promise<string> {
  const { inputShape, cut } = data;
  const { levels: _, ...target } = data.target;
  const { validation, transforms } = plan;
  const digest = createHash('sha256');
  digest.update(JSON.stringify({ inputShape, target, validation, cut, transforms }));
  for (const { count, inputs, targets } of [data.train, data.test] satisfies Samples[]) {
    digest.update(JSON.stringify({ count }));
    for (const values of [inputs, targets]) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const piece = 1 << 24;
      for (let from = 0; from < bytes.length; from += piece) {
        digest.update(bytes.subarray(from, from + piece));
        await breathe(context, 'Computing the hash of the data', from / bytes.length);
      }
    }
  }
  return digest.digest('hex');
}
