import { stat } from 'node:fs/promises';
import { assertAugmentable } from '../../data/augment/augmenter';
import type { DataPlan } from '../../data/plan';
import { openDataset, type OpenDataset } from '../../data/stored';
import type { FileVersion } from '../../data/samples';
import { CoreError, toFailure } from '../wire/error';
import { DataThread } from './dataThread';

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
