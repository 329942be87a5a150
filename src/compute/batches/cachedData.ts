import { stat } from 'node:fs/promises';
import { assertAugmentable, Augmenter } from '../../data/augment/augmenter';
import type { Dataset } from '../../data/dataset';
import type { DataPlan } from '../../data/plan';
import { openDataset, type OpenDataset } from '../../data/stored';
import type { FileVersion } from '../../data/samples';
import { elements } from '../../network/shapes';
import { isTraining } from '../../program/verbs/train';
import { CoreError, toFailure, userError } from '../wire/error';
import { DataThread } from './dataThread';
import { analyzeNotebook } from '../notebooks/notebook';
import { toWireTensor, type RequestResult } from '../protocol/protocol';
import type { Validated } from '../wire/connection';

/** The data set last used: training again, or looking at one sample after the other, must not load it again. */
let last: { key: string; source: string; loading: Promise<OpenDataset> } | undefined;

/** The data of a plan, loaded by another thread unless they are here already and their files unchanged. */
export async function cachedData(path: string, plan: DataPlan, seed: number): Promise<OpenDataset> {
  const dataset = await loaded(path, plan, seed);
  try {
    assertAugmentable(plan.augment ?? [], dataset.inputShape);
  } catch (error) {
    throw new CoreError({ ...toFailure(error), ...plan.location });
  }
  return dataset;
}

async function loaded(path: string, plan: DataPlan, seed: number): Promise<OpenDataset> {
  const { location: _, lines: __, augment: ___, ...settings } = plan;
  const key = JSON.stringify([path, settings, seed]);
  const source = JSON.stringify([path, plan.source]);
  const kept = last?.source === source ? last : undefined;
  const before = await kept?.loading.catch(() => undefined);
  const fresh = before && (await unchanged(before.stored.files)) ? before : undefined;
  if (fresh && kept?.key === key) return fresh;
  const loading = DataThread.load(path, plan, seed, fresh?.stored).then(openDataset);
  const mine = (last = { key, source, loading });
  loading.catch(() => {
    if (last === mine) last = undefined;
  });
  return loading;
}

async function unchanged(files: readonly FileVersion[]): Promise<boolean> {
  const states = files.map(async ({ path, size, modified }) => {
    const now = await stat(path).catch(() => undefined);
    return now?.size === size && now.mtimeMs === modified;
  });
  return (await Promise.all(states)).every(Boolean);
}

/** Counts, shape and classes of a data set, and its first training images. */
export async function describeData(
  request: Validated<'describe'>,
): Promise<RequestResult<'describe'>> {
  const { program } = analyzeNotebook(request.notebook, request.overrides);
  const plan = program.data.get(request.data);
  if (!plan) throw userError('no-data', `There is no data \`${request.data}\`.`);
  const training = program.actions.filter(isTraining).find(({ data }) => data.name === plan.name);
  const seed = request.seed ?? training?.plan.seed ?? 0;
  const dataset = await cachedData(request.notebook.path, plan, seed);
  const { inputShape, target, splits } = dataset;
  const augmenter = new Augmenter(plan.augment ?? [], inputShape, seed);
  const thumbnails = firstImages(dataset, augmenter, request.thumbnails);
  return {
    inputShape: [...inputShape],
    target: { kind: target.kind, names: [...target.names] },
    samples: {
      train: splits.train.count,
      validation: splits.validation.count,
      test: splits.test.count,
    },
    ...(thumbnails && { thumbnails }),
  };
}

/** As the first epoch of a training will see them. */
function firstImages(
  { inputShape, target, splits: { train } }: Dataset,
  augmenter: Augmenter,
  wanted: number,
) {
  const count = Math.min(wanted, train.count);
  if (inputShape.length !== 3 || count === 0) return undefined;
  const images = new Float32Array(count * elements(inputShape));
  const indices = Int32Array.from({ length: count }, (_, i) => i);
  train.gather(indices, images, new Float32Array(count * target.names.length));
  augmenter.apply(indices, 0, images);
  const label = (index: number) => target.names[train.label(index) ?? -1] ?? '';
  return {
    images: toWireTensor([count, ...inputShape], images),
    labels: Array.from(indices, label),
  };
}
